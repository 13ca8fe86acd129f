# The log-rank family: survdiff, sums in plain R where it has no option, coxph's score test.
source("oracle/export.R")
suppressPackageStartupMessages(library(survival))

lung_rows <- with(lung, data.frame(time, status = status - 1L, group = sex, stratum = ph.ecog))
lung_rows <- lung_rows[!is.na(lung_rows$stratum), ]
lung_rows$group <- ifelse(lung_rows$group == 1, "male", "female")
export_data(lung_rows, "lung_strata")
veteran_rows <- with(veteran, data.frame(time, status, group = as.character(celltype),
                                         stratum = trt))

row <- function(case, time, status, group) data.frame(case, time, status, group)
corners <- rbind(
  row("one_event", c(3, 4, 7, 9), c(0, 1, 0, 0), c("a", "a", "b", "b")),
  row("same_day", c(2, 2, 2, 6, 6, 8), c(1, 0, 1, 0, 1, 0), c("a", "b", "a", "b", "b", "a")),
  row("time_zero", c(0, 0, 1, 4, 4), c(1, 0, 1, 1, 0), c("a", "b", "b", "a", "b")),
  row("group_without_events", c(1, 2, 3, 1, 2, 3), c(1, 1, 0, 0, 0, 0), rep(c("a", "b"), each = 3)),
  row("group_gone_before", c(5, 6, 7, 1, 2, 8), c(1, 1, 0, 0, 0, 1), c("a", "a", "c", "b", "b", "c")),
  row("last_tied", c(1, 5, 5, 5, 5), c(1, 1, 1, 1, 1), c("a", "a", "b", "b", "b")))
export_data(corners, "log_rank_corners")

test_row <- function(case, fit, rho = 0) data.frame(
  case, rho, gamma = 0, statistic = fit$chisq,
  df = sum(rowSums(cbind(fit$exp)) > 0) - 1, p_value = fit$pvalue)
group_rows <- function(case, fit, labels, rho = 0) data.frame(
  case, rho, gamma = 0, group = labels, observed = rowSums(cbind(fit$obs)),
  expected = rowSums(cbind(fit$exp)))

tests <- list(); groups <- list()
add <- function(case, fit, labels, rho = 0) {
  tests[[length(tests) + 1]] <<- test_row(case, fit, rho)
  groups[[length(groups) + 1]] <<- group_rows(case, fit, labels, rho)
}
for (rho in c(0, 0.5, 1)) {
  add("lung", survdiff(Surv(time, status) ~ group, lung_rows, rho = rho), c("female", "male"), rho)
  add("lung_stratified", survdiff(Surv(time, status) ~ group + strata(stratum), lung_rows, rho = rho),
      c("female", "male"), rho)
  cells <- sort(unique(veteran_rows$group))
  add("veteran", survdiff(Surv(time, status) ~ group, veteran_rows, rho = rho), cells, rho)
  add("veteran_stratified",
      survdiff(Surv(time, status) ~ group + strata(stratum), veteran_rows, rho = rho), cells, rho)
}
for (case in unique(corners$case)) {
  rows <- corners[corners$case == case, ]
  add(case, survdiff(Surv(time, status) ~ group, rows), sort(unique(rows$group)))
}

# Observed, expected and covariance with weights S(t-)^rho (1 - S(t-))^gamma, late entry, in loops.
plain_sums <- function(entry, time, status, group, rho, gamma) {
  labels <- sort(unique(group)); k <- length(labels)
  observed <- expected <- numeric(k); covariance <- matrix(0, k, k); before <- 1
  for (t in sort(unique(time[status > 0]))) {
    at_risk <- entry < t & time >= t
    dying <- time == t & status > 0 & at_risk
    Y <- sapply(labels, function(g) sum(at_risk & group == g))
    d <- sapply(labels, function(g) sum(dying & group == g))
    w <- before^rho * (1 - before)^gamma
    observed <- observed + w * d
    expected <- expected + w * sum(d) * Y / sum(Y)
    if (sum(Y) > 1) covariance <- covariance +
      w^2 * sum(d) * (sum(Y) - sum(d)) / (sum(Y) - 1) * (diag(Y / sum(Y)) - outer(Y, Y) / sum(Y)^2)
    before <- before * (1 - sum(d) / sum(Y))
  }
  list(labels = labels, observed = observed, expected = expected, covariance = covariance)
}
add_plain <- function(case, entry, time, status, group, rho, gamma) {
  s <- plain_sums(entry, time, status, group, rho, gamma)
  u <- (s$observed - s$expected)[-1]
  chi <- c(u %*% solve(s$covariance[-1, -1, drop = FALSE], u))
  tests[[length(tests) + 1]] <<- data.frame(
    case, rho, gamma, statistic = chi, df = length(u),
    p_value = pchisq(chi, length(u), lower.tail = FALSE))
  groups[[length(groups) + 1]] <<- data.frame(
    case, rho, gamma, group = s$labels, observed = s$observed, expected = s$expected)
}
for (weight in list(c(0, 1), c(1, 1), c(0.5, 0.5))) {
  with(lung_rows, add_plain("lung", -1, time, status, group, weight[1], weight[2]))
  with(veteran_rows, add_plain("veteran", -1, time, status, group, weight[1], weight[2]))
}
# Mantel and Byar: transplantation during follow-up, Stanford heart data in counting-process rows.
heart_rows <- with(heart, data.frame(entry = start, time = stop, status = event, id,
                                     group = ifelse(transplant == 1, "after", "before")))
export_data(heart_rows, "heart")
with(heart_rows, add_plain("heart", entry, time, status, group, 0, 0))
late <- with(lung, data.frame(entry = pmax(0, pmin(time - 1, (age * 7) %% 90)), time,
                              status = status - 1, group = ifelse(sex == 1, "male", "female")))
with(late, add_plain("lung_late", entry, time, status, group, 0, 0))

export_expected(do.call(rbind, tests), "log_rank_tests")
export_expected(do.call(rbind, groups), "log_rank_groups")

# The score test of Cox's model, equal where no events are tied.
set.seed(4)
untied <- data.frame(time = sample(1:400, 60), status = rbinom(60, 1, 0.6), group = rep(1:3, 20))
untied$entry <- pmax(0, untied$time - sample(20:200, 60, TRUE))
export_data(untied, "untied")
score <- function(formula) unname(coxph(formula, untied)$score)
trend <- function(case, fit, scores) {
  u <- sum(scores * (rowSums(cbind(fit$obs)) - rowSums(cbind(fit$exp))))
  data.frame(case, statistic = u^2 / c(scores %*% fit$var %*% scores))
}
export_expected(rbind(
  data.frame(case = "groups", statistic = score(Surv(time, status) ~ factor(group))),
  data.frame(case = "groups_late", statistic = score(Surv(entry, time, status) ~ factor(group))),
  data.frame(case = "trend", statistic = score(Surv(time, status) ~ group)),
  data.frame(case = "trend_late", statistic = score(Surv(entry, time, status) ~ group)),
  trend("trend_survdiff", survdiff(Surv(time, status) ~ group, untied), 1:3),
  trend("trend_veteran", survdiff(Surv(time, status) ~ group, veteran_rows), c(0, 1, 2, 3)),
  trend("trend_veteran_stratified",
        survdiff(Surv(time, status) ~ group + strata(stratum), veteran_rows), c(1, 2, 5, 3))),
  "log_rank_scores")

pairs <- combn(sort(unique(veteran_rows$group)), 2)
p <- apply(pairs, 2, function(pair)
  survdiff(Surv(time, status) ~ group, veteran_rows[veteran_rows$group %in% pair, ])$pvalue)
export_expected(data.frame(first = pairs[1, ], second = pairs[2, ], p_value = p,
                           holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH")), "log_rank_pairs")
