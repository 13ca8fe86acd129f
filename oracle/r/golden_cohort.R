# The golden cohort analysed in R, from its file and not through records: overall survival in
# stage IV by bone metastasis, naively, over time and from a landmark; first skeletal-related event
# after bone metastasis with death competing.
library(survival)
source("oracle/export.R")

cohort <- read.csv("src/osteon/synthetic/sinet_cohort.csv")
days <- function(months) round(months * 30.4375)
cohort$time <- days(cohort$T)
stage4 <- cohort[cohort$stage4 == 1, ]

naive <- survdiff(Surv(time, d) ~ bm, stage4)
naive_p <- pchisq(naive$chisq, 1, lower.tail = FALSE)

# Counting process: unexposed up to and including the day of onset; no span without a day.
spans <- do.call(rbind, lapply(seq_len(nrow(stage4)), function(i) {
  p <- stage4[i, ]
  onset <- if (p$bm == 1) days(p$onset) else Inf
  if (p$time == 0) return(NULL)
  if (onset >= p$time) return(data.frame(start = 0, stop = p$time, d = p$d, bone = 0))
  before <- if (onset > 0) data.frame(start = 0, stop = onset, d = 0, bone = 0)
  rbind(before, data.frame(start = onset, stop = p$time, d = p$d, bone = 1))
}))
cox <- coxph(Surv(start, stop, d) ~ bone, spans, control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50))
interval <- exp(confint(cox))

landmark <- days(6)
alive <- stage4[stage4$time > landmark, ]
alive$known <- as.integer(alive$bm == 1 & days(alive$onset) <= landmark)
at_landmark <- survdiff(Surv(time - landmark, d) ~ known, alive)

bone <- cohort[cohort$bm == 1, ]
bone$onset_day <- days(bone$onset)
bone$event_day <- ifelse(bone$sre == 1, days(bone$sre_t), Inf)
incident <- bone[bone$event_day > bone$onset_day, ]
first <- pmin(incident$event_day, incident$time)
status <- ifelse(incident$event_day <= incident$time, 1, ifelse(incident$d == 1, 2, 0))
fit <- survfit(Surv(first - incident$onset_day, factor(status, 0:2)) ~ 1)
naive_curve <- survfit(Surv(first - incident$onset_day, status == 1) ~ 1)
at <- summary(fit, times = c(12, 24, 60, 120) * 30.4375)

export_expected(data.frame(
  name = c("naive_p", "hazard_ratio", "hazard_ratio_low", "hazard_ratio_high", "landmark_n",
           "landmark_chi_square", paste0("incidence_", c(12, 24, 60, 120)), "one_minus_kaplan_meier_120"),
  value = c(naive_p, exp(coef(cox)), interval[1], interval[2], nrow(alive), at_landmark$chisq,
            at$pstate[, 2], 1 - summary(naive_curve, times = 120 * 30.4375)$surv)
), "golden_cohort")
