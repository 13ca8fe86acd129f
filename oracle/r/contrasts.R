# Restricted means and survival at one time: survfit's numbers, contrasted by the papers' formulas.
source("oracle/export.R")
suppressPackageStartupMessages(library(survival))

veteran_rows <- with(veteran, data.frame(time, status, group = as.character(celltype)))
lung_rows <- with(lung, data.frame(time, status = status - 1L,
                                   group = ifelse(sex == 1, "male", "female")))
z <- qnorm(0.975)

restricted_means <- function(case, data, horizon) {
  table <- summary(survfit(Surv(time, status) ~ group, data), rmean = horizon)$table
  data.frame(case, horizon, group = sub("group=", "", rownames(table)),
             value = table[, "rmean"], std_error = table[, "se(rmean)"])
}
means <- rbind(restricted_means("lung", lung_rows, 365), restricted_means("lung", lung_rows, 700.5),
               restricted_means("veteran", veteran_rows, 180))
export_expected(means, "restricted_means")

# survRM2: difference with a Wald interval, ratio with one on the log scale.
contrast <- function(case, kind, group, a, se_a, b, se_b) {
  d <- b - a; se <- sqrt(se_a^2 + se_b^2); r <- b / a; log_se <- sqrt((se_a / a)^2 + (se_b / b)^2)
  data.frame(case, kind, group, difference = d, difference_low = d - z * se,
             difference_high = d + z * se, difference_p = 2 * pnorm(-abs(d) / se),
             ratio = r, ratio_low = exp(log(r) - z * log_se), ratio_high = exp(log(r) + z * log_se),
             ratio_p = 2 * pnorm(-abs(log(r)) / log_se))
}
against_first <- function(case, kind, table)
  do.call(rbind, lapply(2:nrow(table), function(i)
    with(table, contrast(case, kind, group[i], value[1], std_error[1], value[i], std_error[i]))))

survival_at <- function(data, time) {
  at <- summary(survfit(Surv(time, status) ~ group, data), times = time)
  data.frame(group = sub("group=", "", at$strata), value = at$surv, std_error = at$std.err)
}
export_expected(rbind(
  against_first("lung", "mean_365", means[means$case == "lung" & means$horizon == 365, ]),
  against_first("veteran", "mean_180", means[means$case == "veteran", ]),
  against_first("lung", "survival_365", survival_at(lung_rows, 365)),
  against_first("veteran", "survival_90", survival_at(veteran_rows, 90))), "contrasts")

# Klein and others 2007: chi-square of transformed survival, k groups by contrasts to the first.
scales <- list(
  plain = list(function(s) s, function(s) 1 + 0 * s),
  log = list(log, function(s) 1 / s),
  log_log = list(function(s) log(-log(s)), function(s) 1 / (s * log(s))),
  arcsin = list(function(s) asin(sqrt(s)), function(s) 1 / (2 * sqrt(s * (1 - s)))),
  logit = list(qlogis, function(s) 1 / (s * (1 - s))))
klein <- function(case, at) do.call(rbind, lapply(names(scales), function(scale) {
  phi <- scales[[scale]][[1]](at$value)
  variance <- (scales[[scale]][[2]](at$value) * at$std_error)^2
  u <- phi[-1] - phi[1]
  v <- diag(variance[-1], length(u)) + variance[1]
  chi <- c(u %*% solve(v, u))
  data.frame(case, scale, statistic = chi, df = length(u),
             p_value = pchisq(chi, length(u), lower.tail = FALSE))
}))
export_expected(rbind(klein("lung", survival_at(lung_rows, 365)),
                      klein("veteran", survival_at(veteran_rows, 90))), "fixed_time_tests")
