# Cumulative incidence with competing events: survival, cmprsk and etm, on mgus2 and on corner cases.
suppressPackageStartupMessages({library(survival); library(cmprsk); library(etm)})

source("oracle/export.R")

mgus <- with(mgus2, data.frame(
  time = ifelse(pstat == 0, futime, ptime),
  status = ifelse(pstat == 0, 2 * death, 1),
  sex = as.character(sex)))
# The same patients as if each had come under observation late, some on the same day.
mgus$entry <- pmax(0, pmin(mgus$time - 1, (mgus2$age * 7) %% 40))
mgus <- mgus[mgus$time > mgus$entry, ]
mgus$status <- as.integer(mgus$status)
mgus$weight <- 0.5 + (seq_len(nrow(mgus)) %% 4) / 2
mgus$ward <- as.integer(mgus2$age[seq_len(nrow(mgus))] %% 17)
export_data(mgus, "mgus2_competing")

# All tied; all censored; one event; event and censoring on one day; an event at time zero;
# one group without events; a last day on which everybody has an event.
corners <- rbind(
  data.frame(case = "all_tied", time = 5, status = c(1, 1, 2, 0, 1, 2)),
  data.frame(case = "one_event", time = c(3, 4, 7, 9), status = c(0, 1, 0, 0)),
  data.frame(case = "same_day", time = c(2, 2, 2, 6, 6, 8), status = c(1, 0, 2, 0, 1, 0)),
  data.frame(case = "time_zero", time = c(0, 0, 1, 4, 4), status = c(1, 0, 2, 1, 0)),
  data.frame(case = "all_end", time = c(1, 2, 3, 5, 5, 5), status = c(1, 2, 1, 2, 1, 1)))
corners$time <- as.double(corners$time)
corners$status <- as.integer(corners$status)
export_data(corners, "competing_corners")

several_states <- function(data, weight = rep(1, nrow(data)), late = FALSE, scale = "log-log") {
  event <- factor(data$status, 0:2)
  outcome <- if (late) with(data, Surv(entry, time, event)) else Surv(data$time, event)
  rows <- seq_len(nrow(data))
  survfit(outcome ~ 1, id = rows, weights = weight, conf.type = scale)
}
by_cause <- function(set, fit) {
  do.call(rbind, lapply(1:2, function(cause) data.frame(
    set = set, time = fit$time, n_at_risk = fit$n.risk[, 1], cause = cause,
    n_event = fit$n.event[, cause + 1], survival = fit$pstate[, 1],
    incidence = fit$pstate[, cause + 1], std_error = fit$std.err[, cause + 1])))
}
men <- mgus[mgus$sex == "M", ]
# survfit 3.5-3 passes over cluster= where there are several states: add up its residuals.
men$row <- seq_len(nrow(men))
men$event <- factor(men$status, 0:2)
clustered <- survfit(Surv(entry, time, event) ~ 1, data = men, id = row)
influence <- residuals(clustered, times = clustered$time, type = "pstate")
clustered$std.err <- sqrt(apply(influence, 2:3, function(x) sum(rowsum(x, men$ward)^2)))
dim(clustered$std.err) <- dim(clustered$pstate)
table <- rbind(
  by_cause("M", several_states(men)),
  by_cause("late", several_states(mgus, late = TRUE)),
  by_cause("weighted", several_states(men, weight = men$weight)),
  by_cause("clustered", clustered),
  by_cause("late_weighted", several_states(men, weight = men$weight, late = TRUE)))
for (case in unique(corners$case)) {
  table <- rbind(table, by_cause(case, several_states(corners[corners$case == case, ])))
}
export_expected(table, "incidence_survfit")

limits <- lapply(c(loglog = "log-log", log = "log", plain = "plain"), function(scale) {
  fit <- several_states(men, scale = scale)
  data.frame(low = fit$lower[, 2], high = fit$upper[, 2])
})
export_expected(data.frame(time = several_states(men)$time, limits), "incidence_limits")

# cmprsk gives corners of a step function; the last value at each time is the estimate there.
steps <- function(data, set) {
  fit <- cuminc(data$time, data$status)
  do.call(rbind, lapply(names(fit), function(name) {
    step <- fit[[name]]
    last <- !duplicated(step$time, fromLast = TRUE)
    data.frame(set = set, cause = as.integer(sub(".* ", "", name)), time = step$time[last],
               incidence = step$est[last], variance = step$var[last])
  }))
}
steps_of <- steps(men, "M")
for (case in unique(corners$case)) {
  steps_of <- rbind(steps_of, steps(corners[corners$case == case, ], case))
}
export_expected(steps_of, "incidence_cuminc")

# etm: Greenwood's covariance for several states, with delayed entry.
fit <- etmCIF(Surv(entry, time, status != 0) ~ 1, data = mgus, etype = status)
late <- fit[[1]]
export_expected(do.call(rbind, lapply(1:2, function(cause) data.frame(
  cause = cause, time = late$time, incidence = late$est["0", as.character(cause), ],
  variance = late$cov[paste("0", cause), paste("0", cause), ]))), "incidence_etm")
