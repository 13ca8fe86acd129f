# Standardised mean differences: MatchIt before and after subclassification; Yang and Dalton.
suppressPackageStartupMessages(library(MatchIt))
source("oracle/export.R")
data(lalonde)
matched <- matchit(treat ~ age + educ + re74 + race, lalonde, method = "subclass", estimand = "ATE", subclass = 5)
found <- summary(matched, subclass = FALSE)
lalonde$weight <- matched$weights
export_data(with(lalonde, data.frame(treated = treat, age = age, education = educ, earnings = re74, married = married,
                                     race = as.character(race), weight = weight)), "lalonde")
numbers <- c(age = "age", education = "educ", earnings = "re74")
rows <- do.call(rbind, lapply(names(numbers), function(name) data.frame(
  variable = name, plain = found$sum.all[numbers[[name]], "Std. Mean Diff."],
  weighted = found$sum.across[numbers[[name]], "Std. Mean Diff."])))

distance <- function(level, weight) {
  share <- function(g, w) tapply(w[lalonde$treat == g], level[lalonde$treat == g], sum) / sum(w[lalonde$treat == g])
  one <- rep(1, nrow(lalonde))
  p <- share(1, one)[-1]; q <- share(0, one)[-1]
  covariance <- (diag(p, length(p)) - p %o% p + diag(q, length(q)) - q %o% q) / 2
  difference <- (share(1, weight) - share(0, weight))[-1]
  sqrt(drop(difference %*% solve(covariance) %*% difference))
}
one <- rep(1, nrow(lalonde))
rows <- rbind(rows,
  data.frame(variable = "race", plain = distance(lalonde$race, one), weighted = distance(lalonde$race, lalonde$weight)),
  data.frame(variable = "married", plain = distance(factor(lalonde$married), one),
             weighted = distance(factor(lalonde$married), lalonde$weight)))
export_expected(rows, "standardised_differences")
