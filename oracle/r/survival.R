# Survival curves and cumulative hazards: survfit under every interval, ties, late entry, weights.
source("oracle/export.R")
suppressPackageStartupMessages(library(survival))

lung_rows <- with(lung, data.frame(
  time, status = status - 1L, group = ifelse(sex == 1, "male", "female"),
  entry = pmax(0, pmin(time - 1, (age * 7) %% 90)),  # as if each had been referred late
  weight = round(0.5 + (age %% 10) / 7, 2), institution = ifelse(is.na(inst), 0, inst)))
export_data(lung_rows, "lung")
veteran_rows <- with(veteran, data.frame(time, status, group = as.character(celltype),
                                         stratum = trt))
export_data(veteran_rows, "veteran")

# What goes wrong in the corners: ties, no event, one event, events and censorings on one day,
# time zero, late entry after everybody left or had the event, a group without events, weight 0.
row <- function(case, time, status, group = "a", entry = -1, weight = 1)
  data.frame(case, time, status, group, entry, weight)
corners <- rbind(
  row("all_tied", c(5, 5, 5, 5), c(1, 1, 1, 1)),
  row("tied_with_survivors", c(5, 5, 5, 9), c(1, 1, 0, 0)),
  row("all_censored", c(1, 4, 4, 6), 0),
  row("one_event", c(3, 4, 7, 9), c(0, 1, 0, 0)),
  row("one_patient", 4, 1),
  row("same_day", c(2, 2, 2, 6, 6, 8), c(1, 0, 1, 0, 1, 0)),
  row("time_zero", c(0, 0, 1, 4, 4), c(1, 0, 1, 1, 0)),
  row("empty_by_censoring", c(2, 3, 8, 9, 12), c(1, 0, 1, 1, 0), entry = c(-1, -1, 5, 5, 6)),
  row("empty_by_events", c(2, 3, 8, 9, 12), c(1, 1, 1, 1, 0), entry = c(-1, -1, 5, 5, 6)),
  row("group_without_events", c(1, 2, 3, 1, 2, 3), c(1, 1, 0, 0, 0, 0), rep(c("a", "b"), each = 3)),
  row("weight_zero", c(1, 2, 2, 3, 5), c(1, 1, 0, 1, 0), weight = c(1, 0, 2, 2, 1)),
  row("flat_at_half", c(1, 2, 3, 4, 6, 7), c(1, 1, 1, 0, 0, 0)))
export_data(corners, "survival_corners")

scales <- c(log_log = "log-log", log = "log", plain = "plain", arcsin = "arcsin", logit = "logit")

fit_all <- function(case, data, outcome, ..., wide = TRUE) {
  data$.outcome <- outcome
  fits <- lapply(scales, function(scale)
    do.call(survfit, list(.outcome ~ group, data, conf.type = scale, ...)))
  first <- fits[[1]]
  group <- if (is.null(first$strata)) rep(data$group[1], length(first$time)) else
    sub("group=", "", rep(names(first$strata), first$strata))
  table <- data.frame(
    case = case, group, time = first$time, n_at_risk = first$n.risk, n_event = first$n.event,
    n_censored = first$n.censor, survival = first$surv,
    std_error = if (first$logse) first$std.err * first$surv else first$std.err,
    cumulative_hazard = first$cumhaz, hazard_std_error = first$std.chaz)
  for (scale in if (wide) names(scales) else "log_log") {
    table[[paste0("low_", scale)]] <- fits[[scale]]$lower
    table[[paste0("high_", scale)]] <- fits[[scale]]$upper
  }
  table
}

quantiles_all <- function(case, data, outcome) {
  data$.outcome <- outcome
  do.call(rbind, lapply(names(scales), function(scale) {
    fit <- survfit(.outcome ~ group, data, conf.type = scales[[scale]])
    found <- lapply(quantile(fit, c(0.1, 0.25, 0.5, 0.75)), matrix, ncol = 4)
    group <- if (is.null(fit$strata)) data$group[1] else sub("group=", "", names(fit$strata))
    data.frame(case, scale, group = rep(group, 4),
               probability = rep(c(0.1, 0.25, 0.5, 0.75), each = length(group)),
               value = c(found$quantile), conf_low = c(found$lower), conf_high = c(found$upper))
  }))
}

late <- with(lung_rows, Surv(entry, time, status))
plain <- with(lung_rows, Surv(time, status))
curves <- list(
  fit_all("lung", lung_rows, plain), fit_all("lung_late", lung_rows, late))
variants <- list(
  fit_all("nelson_aalen", lung_rows, plain, stype = 2, ctype = 1, wide = FALSE),
  fit_all("fleming_harrington", lung_rows, plain, stype = 2, ctype = 2, wide = FALSE),
  fit_all("weighted", lung_rows, plain, weights = lung_rows$weight, wide = FALSE),
  fit_all("late_weighted", lung_rows, late, weights = lung_rows$weight,
          id = seq_len(nrow(lung_rows)), wide = FALSE))
clustered <- list(
  fit_all("weighted_nelson_aalen", lung_rows, plain, weights = lung_rows$weight, stype = 2,
          ctype = 1, wide = FALSE),
  fit_all("clustered", lung_rows, plain, cluster = lung_rows$institution, wide = FALSE),
  fit_all("late_clustered", lung_rows, late, weights = lung_rows$weight,
          cluster = lung_rows$institution, wide = FALSE),
  fit_all("veteran", veteran_rows, with(veteran_rows, Surv(time, status)), wide = FALSE))
quantiles <- list(
  quantiles_all("lung", lung_rows, plain), quantiles_all("lung_late", lung_rows, late),
  quantiles_all("veteran", veteran_rows, with(veteran_rows, Surv(time, status))))
for (case in unique(corners$case)) {
  rows <- corners[corners$case == case, ]
  outcome <- if (any(rows$entry >= 0)) Surv(rows$entry, rows$time, rows$status) else
    Surv(rows$time, rows$status)
  curves <- c(curves, list(fit_all(case, rows, outcome, weights = rows$weight)))
  if (case != "weight_zero") quantiles <- c(quantiles, list(quantiles_all(case, rows, outcome)))
}
export_expected(do.call(rbind, curves), "survival_curves")
export_expected(do.call(rbind, variants), "survival_variants")
export_expected(do.call(rbind, clustered), "survival_clustered")
export_expected(do.call(rbind, quantiles), "survival_quantiles")

# Between the event times, before the first and at the last of them.
times <- c(0, 4, 5, 12.5, 100, 365, 1022)
at <- summary(survfit(Surv(time, status) ~ group, lung_rows, conf.type = "log"),
              times = times, extend = TRUE)
export_expected(with(at, data.frame(group = sub("group=", "", strata), time, survival = surv,
                                    std_error = std.err, conf_low = lower, conf_high = upper,
                                    n_at_risk = n.risk)), "survival_at")

# Conditional on being alive beyond a time: everything that happened up to it is forgotten.
conditional <- survfit(Surv(time, status) ~ group, lung_rows, start.time = 180.5,
                       conf.type = "log-log")
export_expected(with(summary(conditional, censored = TRUE),
                     data.frame(group = sub("group=", "", strata), time, survival = surv,
                                std_error = std.err, conf_low = lower, conf_high = upper)),
                "conditional_survival")
