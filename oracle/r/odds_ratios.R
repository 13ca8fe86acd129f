# Odds ratios of 2 x 2 tables: Woolf, conditional and mid-p, and what fisher.test itself prints.
source("oracle/export.R")
source("oracle/contingency_tables.R")
source("oracle/conditional.R")

cases <- two_by_two[names(two_by_two) != "million"]
export_expected(do.call(rbind, lapply(names(cases), function(case) {
  x <- cases[[case]]
  woolf <- if (all(x > 0)) {
    fit <- suppressWarnings(glm(x ~ c(1, 0), binomial, control = glm.control(1e-16, 50)))
    se <- sqrt(sum(1 / x))
    exp(coef(fit)[[2]] + c(0, -1, 1) * qnorm(0.975) * se)
  } else c(x[1, 1] * x[2, 2] / (x[1, 2] * x[2, 1]), NA, NA)
  exact <- conditional_limits(conditional_distribution(x))
  printed <- fisher.test(x)
  rows <- rbind(woolf, exact$conditional, exact$`mid-p`, c(printed$estimate, printed$conf.int))
  data.frame(case = case, method = c("woolf", "conditional", "mid-p", "fisher.test"),
             value = rows[, 1], conf_low = rows[, 2], conf_high = rows[, 3])
})), "odds_ratios")
