# The golden cohort modelled in R, from its file and not through records: survival in stage IV by
# bone metastasis as it came and what was known at diagnosis; skeletal-related events after bone
# metastasis by antiresorptive therapy as it came, and their incidence with death competing; who
# has bone metastasis at all; functioning tumours made alike by weights.
suppressPackageStartupMessages({library(survival); library(cmprsk); library(splines)})
source("oracle/export.R")

tight <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50)
days <- function(months) round(months * 30.4375)
cohort <- read.csv("src/osteon/synthetic/sinet_cohort.csv")
cohort$time <- days(cohort$T)
cohort$decades <- cohort$age / 10
cohort$sex <- factor(cohort$sex, c("M", "F"))
cohort$grade <- factor(cohort$grade, c("G1", "G2", "G3"))
cohort$silent <- as.integer(cohort$func == "NF")
stage4 <- cohort[cohort$stage4 == 1 & !is.na(cohort$grade), ]

# A patient until, and from the day after, something came: nothing without a day of follow-up.
split_at <- function(rows, came) do.call(rbind, lapply(seq_len(nrow(rows)), function(i) {
  p <- rows[i, ]
  if (p$time == 0) return(NULL)
  if (came[i] >= p$time) return(transform(p, start = 0, stop = p$time, now = 0))
  before <- if (came[i] > 0) transform(p, start = 0, stop = came[i], status = 0, now = 0)
  rbind(before, transform(p, start = max(came[i], 0), stop = p$time, now = 1))
}))

stage4$status <- stage4$d
spans <- split_at(stage4, ifelse(stage4$bm == 1, days(stage4$onset), Inf))
cox <- coxph(Surv(start, stop, status) ~ now + decades + sex + grade + silent, spans, control = tight)
curved <- coxph(Surv(start, stop, status) ~ now + ns(age, knots = 58, Boundary.knots = c(45, 70)) +
                  grade, spans, control = tight)
alone <- coxph(Surv(start, stop, status) ~ grade, spans, control = tight)
naive <- coxph(Surv(time, d) ~ bm + decades + sex + grade + silent, stage4, control = tight)
hazards <- cox.zph(cox, transform = "km")$table
order <- concordance(cox)

bone <- cohort[cohort$bm == 1, ]
bone$onset_day <- days(bone$onset)
event_day <- ifelse(bone$sre == 1, days(bone$sre_t), Inf)
incident <- event_day > bone$onset_day
bone <- bone[incident, ]
event_day <- event_day[incident]
bone$status <- ifelse(event_day <= bone$time, 1, ifelse(bone$d == 1, 2, 0))
bone$time <- pmin(event_day, bone$time) - bone$onset_day
# A day later: of those censored and dying on day 0, crr takes the mean of before and after.
fine_gray <- crr(bone$time + 1, bone$status, cbind(as.integer(bone$sex == "F"), bone$decades),
                 gtol = 1e-12)

# Firth's penalty with one covariate: the log-likelihood and half the log of the information.
treated <- ifelse(bone$art == 1, days(bone$art_start) - bone$onset_day, Inf)
courses <- split_at(bone, treated)
penalised <- function(b) {
  at <- coxph(Surv(start, stop, status == 1) ~ now, courses, init = b,
              control = coxph.control(iter.max = 0))
  at$loglik[1] - log(at$var[1]) / 2
}
top <- optimize(penalised, c(-10, 5), maximum = TRUE, tol = 1e-10)
fall <- function(b) top$objective - penalised(b) - qchisq(0.95, 1) / 2
low <- uniroot(fall, c(-30, top$maximum), tol = 1e-10)$root
high <- uniroot(fall, c(top$maximum, 5), tol = 1e-10)$root
drop <- 2 * (top$objective - penalised(0))

logistic <- glm(bm ~ sex + decades + grade + silent, binomial, stage4,
                control = glm.control(epsilon = 1e-14, maxit = 50))

# Weights: the inverse of the chance of a patient's own group, times the share of the group.
stage4$hormones <- 1 - stage4$silent
chance <- fitted(glm(hormones ~ sex + age + grade, binomial, stage4,
                     control = glm.control(epsilon = 1e-14, maxit = 50)))
share <- mean(stage4$hormones)
weight <- ifelse(stage4$hormones == 1, share / chance, (1 - share) / (1 - chance))
weighted <- coxph(Surv(time, status) ~ hormones, stage4, weights = weight, robust = TRUE,
                  control = tight)
at <- summary(survfit(Surv(time, status) ~ hormones, stage4, weights = weight, robust = TRUE),
              times = floor(60 * 30.4375 + 0.5))
distance <- function(w) {
  one <- stage4$hormones == 1
  mean_of <- function(x, rows) weighted.mean(x[rows], w[rows])
  spread <- sqrt((var(stage4$age[one]) + var(stage4$age[!one])) / 2)
  (mean_of(stage4$age, one) - mean_of(stage4$age, !one)) / spread
}

# Functioning tumours among men, and whether the effect differs between the sexes.
everyone <- cohort[cohort$stage4 == 1, ]
men <- coxph(Surv(time, d) ~ silent, everyone[everyone$sex == "M", ], control = tight)
both <- coxph(Surv(time, d) ~ silent * sex, everyone, control = tight)

# Restricted means to 120 months, by functioning tumour.
horizon <- floor(120 * 30.4375 + 0.5)
area <- summary(survfit(Surv(time, d) ~ silent, everyone), rmean = horizon)$table[, 5:6] / 30.4375
apart <- c(area[2, 1] - area[1, 1], sqrt(sum(area[, 2]^2)))

named <- function(prefix, values, names = seq_along(values)) {
  data.frame(name = paste(prefix, names, sep = "_"), value = as.numeric(values))
}
columns <- c("bone", "decades", "female", "G2", "G3", "silent")
export_expected(rbind(
  named("cox", exp(coef(cox)), columns),
  named("cox_low", exp(confint(cox))[, 1], columns),
  named("cox_p", summary(cox)$coefficients[, 5], columns),
  named("naive", exp(coef(naive))[1]),
  named("alone", exp(coef(alone)), c("G2", "G3")),
  named("likelihood_ratio", summary(cox)$logtest),
  named("concordance", c(order$concordance, sqrt(order$var))),
  named("hazards_p", hazards[, 3], c("bone", "decades", "sex", "grade", "silent", "overall")),
  named("curved", c(exp(coef(curved))[1], 2 * diff(curved$loglik))),
  named("fine_gray", exp(fine_gray$coef), c("female", "decades")),
  named("fine_gray_se", sqrt(diag(fine_gray$var)), c("female", "decades")),
  named("firth", c(exp(c(top$maximum, low, high)), pchisq(drop, 1, lower.tail = FALSE))),
  named("logistic", exp(coef(logistic))[-1], c("female", "decades", columns[4:6])),
  named("logistic_se", sqrt(diag(vcov(logistic)))[-1], c("female", "decades", columns[4:6])),
  named("men", exp(coef(men))),
  named("interaction", summary(both)$coefficients["silent:sexF", 5]),
  named("weighted", c(exp(coef(weighted)), sqrt(weighted$var))),
  named("weighted_alive", at$surv, c("silent", "hormones")),
  named("distance_of_age", c(distance(rep(1, nrow(stage4))), distance(weight))),
  named("restricted_mean", area[, 1], c("hormones", "silent")),
  named("restricted_mean_se", area[, 2], c("hormones", "silent")),
  named("restricted_mean_apart", c(apart, 2 * pnorm(-abs(apart[1] / apart[2]))))
), "golden_regression")
