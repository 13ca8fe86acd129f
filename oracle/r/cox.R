# Cox regression by survival::coxph under tight convergence: ties, strata, late entry, start-stop
# rows, weights and clusters, on patients and on corner cases.
suppressPackageStartupMessages(library(survival))
source("oracle/export.R")

words <- function(data) {
  for (name in names(data)) if (is.factor(data[[name]])) data[[name]] <- as.character(data[[name]])
  data
}
lung <- na.omit(with(survival::lung, data.frame(
  time, status = status - 1, age, male = as.integer(sex == 1), ecog = ph.ecog,
  weight_loss = wt.loss, institution = inst)))
lung$weight <- 0.25 + (seq_len(nrow(lung)) %% 5) / 4
lung$entry <- pmin(lung$time - 1, (lung$age * 11) %% 200)

colon <- na.omit(with(survival::colon, data.frame(
  id, time, status, etype, rx = as.character(rx), age, sex, nodes, obstruct)))
heart <- with(survival::heart, data.frame(
  id, entry = start, time = stop, status = event, age, year, surgery,
  transplant = as.integer(as.character(transplant))))
heart$weight <- 0.5 + (heart$id %% 3) / 2
pbc <- na.omit(with(survival::pbc, data.frame(
  days = time, status, age, log_bilirubin = log(bili), albumin, edema, female = as.integer(sex == "f"))))
pbc$time <- pbc$days %/% 30  # months, so that many patients share a time
rotterdam <- with(survival::rotterdam, data.frame(
  time = dtime, status = death, age, size = c("a_small", "b_medium", "c_large")[size], nodes, hormone = hormon,
  chemotherapy = chemo, grade))
mgus2 <- na.omit(with(survival::mgus2, data.frame(
  time = ifelse(pstat == 0, futime, ptime), status = ifelse(pstat == 0, 2 * death, 1),
  age, male = as.integer(sex == "M"), mspike, hgb)))
veteran <- words(survival::veteran)

export_data(lung, "cox_lung")
export_data(colon, "cox_colon")
export_data(heart, "cox_heart")
export_data(pbc, "cox_pbc")
export_data(rotterdam, "cox_rotterdam")
export_data(mgus2, "cox_mgus2")
export_data(veteran, "cox_veteran")

# All events on one day; one event; a day on which nobody is left of an early group, so that late
# entries follow an empty risk set; event and entry on one day; time zero.
corners <- rbind(
  data.frame(case = "all_tied", entry = -1, time = 5, status = c(1, 1, 0, 1, 0, 1), x = c(0, 1, 1, 2, 0, 3)),
  data.frame(case = "one_event", entry = -1, time = c(3, 4, 7, 9), status = c(0, 1, 0, 0), x = c(0, 1, 3, 0)),
  data.frame(case = "empty_risk_set", entry = c(0, 0, 0, 6, 6, 7, 7, 8),
             time = c(2, 3, 4, 9, 10, 10, 12, 12), status = c(1, 1, 0, 1, 1, 1, 0, 1),
             x = c(0, 1, 0, 1, 0, 2, 1, 0)),
  data.frame(case = "entry_at_event", entry = c(0, 0, 0, 3, 3, 5, 5), time = c(3, 5, 5, 5, 8, 8, 9),
             status = c(1, 1, 0, 1, 1, 0, 1), x = c(1, 0, 2, 1, 0, 1, 2)),
  data.frame(case = "time_zero", entry = -1, time = c(0, 0, 1, 4, 4, 6), status = c(1, 0, 1, 1, 0, 1),
             x = c(1, 0, 0, 2, 1, 0)))
export_data(corners, "cox_corners")

tight <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 100)
fit <- function(...) {  # in the frame of the caller, where weights and clusters are looked up
  eval.parent(as.call(c(quote(coxph), as.list(substitute(list(...)))[-1], control = quote(tight))))
}
models <- list(
  lung = fit(Surv(time, status) ~ age + male + ecog, lung),
  lung_breslow = fit(Surv(time, status) ~ age + male + ecog, lung, ties = "breslow"),
  lung_late = fit(Surv(entry, time, status) ~ age + male + ecog, lung),
  lung_late_breslow = fit(Surv(entry, time, status) ~ age + male + ecog, lung, ties = "breslow"),
  lung_weighted = fit(Surv(time, status) ~ age + male + ecog, lung, weights = weight, robust = TRUE),
  lung_cluster = fit(Surv(time, status) ~ age + male + ecog, lung, cluster = institution),
  lung_late_cluster = fit(Surv(entry, time, status) ~ age + male + ecog, lung,
                          weights = weight, cluster = institution),
  lung_strata = fit(Surv(time, status) ~ age + ecog + strata(male), lung),
  veteran = fit(Surv(time, status) ~ trt + celltype + karno + age, veteran),
  veteran_strata = fit(Surv(time, status) ~ trt + karno + strata(celltype), veteran),
  colon_cluster = fit(Surv(time, status) ~ rx + age + nodes + strata(etype), colon, cluster = id),
  heart = fit(Surv(entry, time, status) ~ age + year + surgery + transplant, heart),
  heart_breslow = fit(Surv(entry, time, status) ~ age + year + surgery + transplant, heart,
                      ties = "breslow"),
  heart_cluster = fit(Surv(entry, time, status) ~ age + year + surgery + transplant, heart, cluster = id),
  heart_weighted = fit(Surv(entry, time, status) ~ age + year + transplant + strata(surgery), heart,
                       weights = weight, cluster = id),
  pbc_months = fit(Surv(time, status == 2) ~ age + log_bilirubin + albumin + edema, pbc),
  pbc_months_breslow = fit(Surv(time, status == 2) ~ age + log_bilirubin + albumin + edema, pbc,
                           ties = "breslow"),
  pbc_months_robust = fit(Surv(time, status == 2) ~ age + log_bilirubin + albumin + edema, pbc, robust = TRUE),
  rotterdam = fit(Surv(time, status) ~ age + size + nodes + hormone + chemotherapy + grade, rotterdam),
  mgus2 = fit(Surv(time, status == 1) ~ age + male + mspike + hgb, mgus2))
for (case in unique(corners$case)) {
  rows <- corners[corners$case == case, ]
  outcome <- if (all(rows$entry < 0)) Surv(rows$time, rows$status) else with(rows, Surv(entry, time, status))
  models[[case]] <- fit(outcome ~ x, rows)
  models[[paste0(case, "_breslow")]] <- fit(outcome ~ x, rows, ties = "breslow")
  models[[paste0(case, "_robust")]] <- fit(outcome ~ x, rows, cluster = seq_len(nrow(rows)))
}

coefficients <- do.call(rbind, lapply(names(models), function(case) {
  model <- models[[case]]
  naive <- if (is.null(model$naive.var)) model$var else model$naive.var
  data.frame(case = case, name = names(coef(model)), coefficient = unname(coef(model)),
             std_error = sqrt(diag(model$var)), model_std_error = sqrt(diag(naive)))
}))
export_expected(coefficients, "cox_coefficients")
export_expected(do.call(rbind, lapply(names(models), function(case) {
  model <- models[[case]]
  naive <- if (is.null(model$naive.var)) model$var else model$naive.var
  data.frame(case = case, n = model$n, n_event = model$nevent, log_likelihood_null = model$loglik[1],
             log_likelihood = model$loglik[2], score = model$score,
             wald = drop(coef(model) %*% solve(model$var, coef(model))))
})), "cox_models")

# A group without events: the likelihood is monotone, but the other coefficients have a limit.
zero <- with(lung, data.frame(time, status, age, ecog, group = as.integer(institution %in% c(4, 5, 10))))
zero$status[zero$group == 1] <- 0
export_data(zero, "cox_zero_events")
monotone <- suppressWarnings(fit(Surv(time, status) ~ age + ecog + group, zero))
export_expected(data.frame(name = names(coef(monotone)), coefficient = unname(coef(monotone)),
                           std_error = sqrt(diag(monotone$var)), log_likelihood = monotone$loglik[2]),
                "cox_monotone")
