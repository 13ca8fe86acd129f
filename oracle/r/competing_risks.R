# Cause-specific hazards, differences of incidence, pseudo-values: survival and prodlim on mgus2.
suppressPackageStartupMessages({library(survival); library(prodlim)})
source("oracle/export.R")

patients <- with(mgus2, data.frame(
  time = ifelse(pstat == 0, futime, ptime),
  status = as.integer(ifelse(pstat == 0, 2 * death, 1)),
  sex = as.character(sex)))
patients$event <- factor(patients$status, 0:2)

hazard <- do.call(rbind, lapply(1:2, function(cause) {
  fit <- survfit(Surv(time, status == cause) ~ 1, data = patients, subset = sex == "M")
  data.frame(cause = cause, time = fit$time, cumulative_hazard = fit$cumhaz,
             std_error = fit$std.chaz)
}))
export_expected(hazard, "cause_specific_hazard")

# Women first: difference and ratio are of men against women, at 5, 10 and 20 years in months.
fit <- survfit(Surv(time, event) ~ sex, data = patients, id = seq_len(nrow(patients)))
contrast <- do.call(rbind, lapply(c(60, 120, 240), function(at) {
  read <- summary(fit, times = at)
  do.call(rbind, lapply(2:3, function(state) {
    p <- read$pstate[, state]
    se <- read$std.err[, state]
    error <- sqrt(sum(se^2))
    log_error <- sqrt(sum((se / p)^2))
    z <- c(plain = diff(p) / error, log = diff(log(p)) / log_error,
           loglog = diff(log(-log(1 - p))) / sqrt(sum((se / ((1 - p) * log(1 - p)))^2)))
    data.frame(time = at, cause = state - 1, difference = diff(p), std_error = error,
               low = diff(p) - qnorm(0.975) * error, high = diff(p) + qnorm(0.975) * error,
               ratio = p[2] / p[1], ratio_low = p[2] / p[1] * exp(-qnorm(0.975) * log_error),
               ratio_high = p[2] / p[1] * exp(qnorm(0.975) * log_error),
               p_plain = 2 * pnorm(-abs(z["plain"])), p_log = 2 * pnorm(-abs(z["log"])),
               p_loglog = 2 * pnorm(-abs(z["loglog"])))
  }))
}))
export_expected(contrast, "incidence_difference")

# Pseudo-values of the first 150 patients, who alone are taken; last ones have events or not.
few <- patients[seq_len(150), c("time", "status")]
export_data(few, "mgus2_first")
times <- c(30, 100, 200)
survival_of <- jackknife(prodlim(Hist(time, status != 0) ~ 1, data = few), times = times)
incidence_of <- function(cause)
  jackknife(prodlim(Hist(time, status) ~ 1, data = few), times = times, cause = cause)
mean_up_to <- function(data, horizon) {
  fit <- survfit(Surv(time, status != 0) ~ 1, data = data)
  inside <- fit$time < horizon
  sum(diff(c(0, fit$time[inside], horizon)) * c(1, fit$surv[inside]))
}
n <- nrow(few)
means <- sapply(times, function(horizon) n * mean_up_to(few, horizon) -
  (n - 1) * sapply(seq_len(n), function(i) mean_up_to(few[-i, ], horizon)))
pseudo <- function(estimand, values) {
  values <- unclass(values)
  data.frame(estimand = estimand, patient = rep(seq_len(n), 3), at = rep(times, each = n),
             value = as.vector(values))
}
export_expected(rbind(pseudo("survival", survival_of), pseudo("incidence_1", incidence_of(1)),
                      pseudo("incidence_2", incidence_of(2)), pseudo("restricted_mean", means)),
                "pseudo_values")
