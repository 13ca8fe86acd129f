# Gray's test: cmprsk's cuminc, two to four groups, strata, weights over time, corner cases.
suppressPackageStartupMessages({library(survival); library(cmprsk)})
source("oracle/export.R")

patients <- with(mgus2, data.frame(
  time = ifelse(pstat == 0, futime, ptime),
  status = as.integer(ifelse(pstat == 0, 2 * death, 1)),
  sex = as.character(sex),
  decade = as.character(cut(age, c(0, 60, 70, 80, 120), labels = c("a", "b", "c", "d"))),
  spike = ifelse(is.na(mspike), "unknown", ifelse(mspike > 1.2, "high", "low"))))
export_data(patients, "mgus2_groups")

# One group without events of cause 1; all tied; one group that ends early; time zero.
corners <- rbind(
  data.frame(case = "none_of_cause", time = c(1, 2, 3, 4, 1, 2, 3, 4),
             status = c(1, 1, 0, 2, 2, 0, 2, 0), group = rep(c("a", "b"), each = 4)),
  data.frame(case = "tied", time = 5, status = c(1, 1, 2, 0, 1, 2, 2, 0, 1, 2),
             group = rep(c("a", "b"), each = 5)),
  data.frame(case = "ends_early", time = c(1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9),
             status = c(1, 2, 1, 2, 1, 0, 1, 2, 1, 0, 1), group = rep(c("a", "b"), c(4, 7))),
  data.frame(case = "time_zero", time = c(0, 0, 1, 2, 0, 1, 1, 3),
             status = c(1, 2, 1, 0, 0, 1, 2, 1), group = rep(c("a", "b"), each = 4)))
corners$status <- as.integer(corners$status)
export_data(corners, "gray_corners")

tests <- function(name, ...) {
  found <- cuminc(...)$Tests
  data.frame(case = name, cause = rownames(found), statistic = found[, "stat"],
             p_value = found[, "pv"], df = found[, "df"])
}
of_case <- function(name) with(corners[corners$case == name, ], tests(name, time, status, group))
export_expected(rbind(
  with(patients, tests("sex", time, status, sex)),
  with(patients, tests("decade", time, status, decade)),
  with(patients, tests("sex_by_decade", time, status, sex, decade)),
  with(patients, tests("decade_by_spike", time, status, decade, spike)),
  with(patients, tests("decade_rho_1", time, status, decade, rho = 1)),
  do.call(rbind, lapply(unique(corners$case), of_case))), "gray_test")

# The same patients many times over: cmprsk multiplies 32-bit integers, and at 1.4 million rows with
# this many deaths a month the product of events and patients at risk no longer fits.
many <- function(times) {
  rows <- rep(seq_len(nrow(patients)), times)
  cbind(times = times, with(patients[rows, ], tests("sex", time, status, sex)))
}
export_expected(do.call(rbind, lapply(c(100L, 1000L), many)), "gray_test_many")
