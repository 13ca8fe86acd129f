# Potential follow-up: prodlim's reverse Kaplan-Meier, which lets events leave before censorings.
source("oracle/export.R")
suppressPackageStartupMessages({library(survival); library(prodlim)})

follow_up <- function(case, data) {
  fit <- prodlim(Hist(time, status) ~ 1, data, reverse = TRUE)
  data.frame(case, time = fit$time, survival = fit$surv, std_error = fit$se.surv)
}
months <- with(lung, data.frame(time = ceiling(time / 30.4375), status = status - 1))
export_data(months, "lung_months")
row <- function(case, time, status) data.frame(case, time, status)
corners <- rbind(
  row("same_day", c(2, 2, 2, 6, 6, 8), c(1, 0, 1, 0, 1, 0)),
  row("time_zero", c(0, 0, 1, 4, 4), c(1, 0, 1, 1, 0)),
  row("one_event", c(3, 4, 7, 9), c(0, 1, 0, 0)))
export_data(corners, "follow_up_corners")
pick <- function(case) corners[corners$case == case, ]
export_expected(rbind(
  follow_up("lung", with(lung, data.frame(time, status = status - 1))),
  follow_up("lung_months", months),
  follow_up("same_day", pick("same_day")),
  follow_up("time_zero", pick("time_zero")),
  follow_up("one_event", pick("one_event"))), "follow_up")
