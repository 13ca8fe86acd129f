# Rubin's rules with Barnard and Rubin's degrees of freedom: mice's pool.scalar.
suppressPackageStartupMessages(library(mice))
source("oracle/export.R")
cases <- list(
  five = list(q = c(0.41, 0.47, 0.38, 0.52, 0.44), u = c(0.031, 0.029, 0.035, 0.030, 0.032), df = 96),
  large = list(q = c(0.41, 0.47, 0.38, 0.52, 0.44), u = c(0.031, 0.029, 0.035, 0.030, 0.032), df = Inf),
  two = list(q = c(-1.2, -0.3), u = c(0.2, 0.25), df = 20),
  agreeing = list(q = c(0.7, 0.7, 0.7), u = c(0.04, 0.05, 0.06), df = 50))
set.seed(20)
imputed <- mice(nhanes, m = 10, printFlag = FALSE)
fits <- lapply(1:10, function(i) summary(lm(chl ~ bmi + age, complete(imputed, i)))$coefficients)
cases$nhanes <- list(q = sapply(fits, function(f) f["bmi", 1]), u = sapply(fits, function(f) f["bmi", 2]^2), df = 22)
export_data(do.call(rbind, lapply(names(cases), function(case) data.frame(
  case = case, estimate = cases[[case]]$q, variance = cases[[case]]$u, df_complete = cases[[case]]$df))), "imputed_results")
export_expected(do.call(rbind, lapply(names(cases), function(case) {
  x <- cases[[case]]
  p <- pool.scalar(x$q, x$u, n = x$df + 1, k = 1)
  half <- qt(0.975, p$df) * sqrt(p$t)
  data.frame(case = case, value = p$qbar, std_error = sqrt(p$t), conf_low = p$qbar - half, conf_high = p$qbar + half,
             df = p$df, relative_increase = p$r, fraction_missing_information = p$fmi,
             variance_within = p$ubar, variance_between = p$b, p_value = 2 * pt(-abs(p$qbar) / sqrt(p$t), p$df))
})), "multiple_imputation")
