# Pearson with and without Yates, Fisher's exact test, and the trend over ordered rows.
source("oracle/export.R")
source("oracle/contingency_tables.R")
source("oracle/conditional.R")
export_data(as_rows(tables), "contingency_tables")

found <- do.call(rbind, lapply(names(tables), function(case) {
  x <- tables[[case]]
  plain <- suppressWarnings(chisq.test(x, correct = FALSE))
  yates <- suppressWarnings(chisq.test(x, correct = TRUE))
  small <- all(dim(x) == 2)
  data.frame(case = case, statistic = plain$statistic, df = plain$parameter,
             p_value = plain$p.value, min_expected = min(plain$expected),
             n_expected_below_5 = sum(plain$expected < 5),
             yates_statistic = yates$statistic, yates_p_value = yates$p.value,
             exact_p_value = fisher.test(x, workspace = 2e8)$p.value,
             mid_p_value = if (small) conditional_limits(conditional_distribution(x))$p_mid else NA)
}))
export_expected(found, "independence")

trends <- list(grade = 1:3, grade_scored = c(1, 2, 5), sex = 1:2)
export_expected(do.call(rbind, lapply(names(trends), function(case) {
  x <- tables[[sub("_scored", "", case)]]
  test <- suppressWarnings(prop.trend.test(x[, 1], rowSums(x), trends[[case]]))
  n <- rowSums(x)
  slope <- coef(lm(x[, 1] / n ~ trends[[case]], weights = n))[2]
  data.frame(case = case, scores = paste(trends[[case]], collapse = " "),
             statistic = test$statistic, p_value = test$p.value, slope = slope)
})), "proportion_trend")
