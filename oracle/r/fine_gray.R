# Fine-Gray regression by cmprsk::crr, iterated to the end, at its default, and beside finegray.
suppressPackageStartupMessages({library(survival); library(cmprsk)})
source("oracle/export.R")

mgus2 <- na.omit(with(survival::mgus2, data.frame(
  time = ifelse(pstat == 0, futime, ptime), status = as.integer(ifelse(pstat == 0, 2 * death, 1)),
  age, male = as.integer(sex == "M"), mspike, hgb)))
pbc <- na.omit(with(survival::pbc, data.frame(
  days = time, status, age, bili, albumin, female = as.integer(sex == "f"), ascites, edema)))
export_data(mgus2, "fine_gray_mgus2")
export_data(pbc, "fine_gray_pbc")
corners <- rbind(
  data.frame(case = "tied", time = c(1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5),
             status = c(1, 2, 0, 1, 2, 0, 1, 0, 2, 1, 0, 0), x = c(1, 0, 2, 1, 3, 0, 0, 1, 2, 2, 0, 1)),
  data.frame(case = "no_censoring", time = c(2, 4, 5, 6, 8, 9), status = c(1, 2, 1, 2, 1, 2),
             x = c(1, 0, 2, 1, 0, 1)),
  data.frame(case = "no_competing", time = c(2, 4, 4, 6, 8, 9), status = c(1, 0, 1, 0, 1, 0),
             x = c(1, 0, 2, 1, 0, 1)))
corners$status <- as.integer(corners$status)
export_data(corners, "fine_gray_corners")

tight <- function(time, status, x, cause = 1) crr(time, status, x, failcode = cause, gtol = 1e-13, maxiter = 100)
blood <- c("age", "male", "mspike", "hgb")
liver <- c("age", "bili", "albumin", "female", "ascites", "edema")
fits <- list(
  mgus2 = with(mgus2, tight(time, status, mgus2[blood])),
  mgus2_death = with(mgus2, tight(time, status, mgus2[blood], 2)),
  pbc_transplant = with(pbc, tight(days, status, pbc[liver[1:4]])),
  pbc_death = with(pbc, tight(days, status, pbc[liver], 2)),
  pbc_months = with(pbc, tight(days %/% 30, status, pbc[liver], 2)))
for (case in unique(corners$case)) {
  rows <- corners[corners$case == case, ]
  fits[[case]] <- tight(rows$time, rows$status, rows["x"])
}
export_expected(do.call(rbind, lapply(names(fits), function(case) {
  fit <- fits[[case]]
  data.frame(case = case, covariate = names(fit$coef), coefficient = unname(fit$coef),
             std_error = sqrt(diag(fit$var)), model_std_error = sqrt(diag(fit$invinf)),
             log_likelihood = fit$loglik, log_likelihood_null = fit$loglik.null)
})), "fine_gray")

# What crr gives unasked, and what finegray with coxph makes of the same months.
albumin <- with(pbc, lapply(c(default = 1e-6, tight = 1e-13), function(gtol)
  crr(days, status, pbc["albumin"], failcode = 2, gtol = gtol)$coef))
export_expected(data.frame(albumin), "fine_gray_default")
control <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 100)
other <- function(data, cause) {
  data$event <- factor(data$status, 0:2, c("censored", "first", "second"))
  long <- finegray(Surv(time, event) ~ ., data[c("time", "event", liver)], etype = cause)
  formula <- reformulate(liver, "Surv(fgstart, fgstop, fgstatus)")
  list(efron = coxph(formula, long, weights = fgwt, control = control),
       breslow = coxph(formula, long, weights = fgwt, ties = "breslow", control = control))
}
in_months <- other(transform(pbc, time = days %/% 30 + 1), "second")
in_days <- other(transform(pbc, time = rank(days, ties.method = "first")), "second")
untied <- with(pbc, tight(rank(days, ties.method = "first"), status, pbc[liver], 2))
export_expected(data.frame(
  covariate = liver, untied = unname(untied$coef),
  finegray_untied = unname(coef(in_days$breslow)), finegray_months = unname(coef(in_months$efron)),
  finegray_months_breslow = unname(coef(in_months$breslow))), "fine_gray_others")

patient <- c(70, 1, 3, 1, 0, 0.5)
curve <- predict(fits$pbc_death, matrix(patient, 1))
export_expected(data.frame(time = curve[, 1], incidence = curve[, 2]), "fine_gray_predicted")
