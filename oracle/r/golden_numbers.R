# Age of the golden cohort between men and women and between grades, from its file and not through
# records: by ranks, by means, and as one would get it wrong.
source("oracle/export.R")

cohort <- read.csv("src/osteon/synthetic/sinet_cohort.csv")
men <- cohort$age[cohort$sex == "M"]; women <- cohort$age[cohort$sex == "F"]
graded <- cohort[cohort$grade %in% c("G1", "G2", "G3"), ]

# Hodges and Lehmann's shift: R solves for it with a tolerance of 1e-4 where there are ties; these
# are its equations solved over the differences, at which alone they can change.
shift <- function(x, y) {
  ties <- table(c(x, y)); n <- length(x) + length(y); pairs <- length(x) * length(y)
  sigma <- sqrt(pairs / 12 * (n + 1 - sum(ties^3 - ties) / (n * (n - 1))))
  differences <- sort(outer(x, y, "-"))
  at <- which(pairs / 2 - seq_len(pairs) - 0.5 <= qnorm(0.975) * sigma)[1]
  c(median(differences), differences[at], rev(differences)[at])
}
ranks <- wilcox.test(men, women)
n <- length(men) + length(women)
apart <- (abs(ranks$statistic - length(men) * length(women) / 2) - 0.5) /
  sqrt(length(men) * length(women) * (n + 1) / 12)
welch <- t.test(men, women)
student <- t.test(men, women, var.equal = TRUE)
grades <- kruskal.test(age ~ grade, graded)
tie_factor <- with(list(t = table(graded$age)), 1 - sum(t^3 - t) / (sum(t)^3 - sum(t)))
by_grade <- split(graded$age, graded$grade)
named <- function(name, values, parts = c("", "_low", "_high"))
  data.frame(name = paste0(name, parts), value = as.numeric(values))
of_means <- function(name, test)
  rbind(named(name, c(test$statistic, test$parameter, test$p.value), c("_statistic", "_df", "_p")),
        named(paste0(name, "_difference"), c(-diff(test$estimate), test$conf.int)))

export_expected(rbind(
  named("rank", c(ranks$statistic, ranks$p.value), c("_statistic", "_p")),
  named("rank_uncorrected_p", wilcox.test(men, women, correct = FALSE)$p.value, ""),
  named("rank_ties_ignored_p", 2 * pnorm(-apart), ""),
  named("rank_shift", shift(men, women)),
  of_means("welch", welch), of_means("student", student),
  named("grades", c(grades$statistic, grades$parameter, grades$p.value), c("_statistic", "_df", "_p")),
  named("grades_ties_ignored_statistic", grades$statistic * tie_factor, ""),
  named("grade_2_shift", shift(by_grade$G2, by_grade$G1)),
  named("grade_3_shift", shift(by_grade$G3, by_grade$G1))
), "golden_numbers")
