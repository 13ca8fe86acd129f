# What follows a Cox model: proportional hazards by cox.zph, concordance, predicted curves.
suppressPackageStartupMessages(library(survival))
source("oracle/export.R")

read <- function(name) read.csv(sprintf("oracle/data/%s.csv", name))
lung <- read("cox_lung")
heart <- read("cox_heart")
veteran <- read("cox_veteran")
pbc <- read("cox_pbc")
tight <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 100)
models <- list(
  lung = coxph(Surv(time, status) ~ age + male + ecog, lung, control = tight),
  lung_breslow = coxph(Surv(time, status) ~ age + male + ecog, lung, ties = "breslow", control = tight),
  lung_weighted = coxph(Surv(time, status) ~ age + male + ecog, lung, weights = weight, robust = TRUE,
                        control = tight),
  lung_late_cluster = coxph(Surv(entry, time, status) ~ age + male + ecog, lung, weights = weight,
                            cluster = institution, control = tight),
  lung_strata = coxph(Surv(time, status) ~ age + ecog + strata(male), lung, control = tight),
  veteran = coxph(Surv(time, status) ~ trt + celltype + karno + age, veteran, control = tight),
  heart = coxph(Surv(entry, time, status) ~ age + year + surgery + transplant, heart, control = tight),
  pbc_months = coxph(Surv(time, status == 2) ~ age + log_bilirubin + albumin + edema, pbc, control = tight))

scales <- c("km", "identity", "log", "rank")
export_expected(do.call(rbind, lapply(names(models), function(case) {
  do.call(rbind, lapply(scales, function(scale) {
    if (case == "pbc_months" && scale == "log") return(NULL)
    table <- cox.zph(models[[case]], transform = scale)$table
    data.frame(case = case, scale = scale, term = rownames(table), statistic = table[, "chisq"],
               df = table[, "df"], p_value = table[, "p"])
  }))
})), "cox_zph")

export_expected(do.call(rbind, lapply(names(models), function(case) {
  found <- concordance(models[[case]])
  pairs <- if (is.matrix(found$count)) colSums(found$count) else found$count
  data.frame(case = case, value = found$concordance, std_error = sqrt(found$var),
             concordant = pairs[["concordant"]], discordant = pairs[["discordant"]],
             tied_risk = pairs[["tied.x"]], tied_time = pairs[["tied.y"]], tied_both = pairs[["tied.xy"]])
})), "concordance")

patient <- data.frame(age = 70, male = 1, ecog = 2, trt = 1, celltype = "large", karno = 40, year = 3,
                      surgery = 0, transplant = 1, log_bilirubin = 1, albumin = 3, edema = 0)
export_expected(do.call(rbind, lapply(setdiff(names(models), "lung_strata"), function(case) {
  curve <- survfit(models[[case]], newdata = patient, conf.type = "log-log")
  event <- curve$n.event > 0
  data.frame(case = case, time = curve$time, survival = curve$surv, hazard = curve$cumhaz,
             std_error = curve$std.err, low = curve$lower, high = curve$upper)[event, ]
})), "cox_predicted")
strata <- survfit(models$lung_strata, newdata = data.frame(age = 70, ecog = 2, male = 0:1), conf.type = "log-log")
export_expected(data.frame(male = rep(0:1, strata$strata), time = strata$time, survival = strata$surv,
                           std_error = strata$std.err)[strata$n.event > 0, ], "cox_predicted_strata")
base <- basehaz(models$veteran, centered = FALSE)
export_expected(base[!duplicated(base$hazard), ], "cox_baseline")
