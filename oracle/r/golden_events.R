# The golden cohort's events in R, from its file and not through records: conversion from tracer only
# to a correlate, answered three ways and with death competing; skeletal-related events as means over
# time, as ratios of rates, and as rates with person-time divided where antiresorptive therapy began.
suppressPackageStartupMessages(library(survival))
source("oracle/export.R")

days <- function(months) round(months * 30.4375)
asked <- function(months) floor(months * 30.4375 + 0.5)
cohort <- read.csv("src/osteon/synthetic/sinet_cohort.csv")
bone <- cohort[cohort$bm == 1, ]
bone$onset_day <- days(bone$onset)
bone$followed <- days(bone$T) - bone$onset_day
times <- c(12, 24, 60)
named <- function(name, at, value) data.frame(name = paste(name, at, sep = "_"), value = value)
one <- function(name, value) data.frame(name = name, value = value)

# Conversion. The only study before it is that of onset; the last one of those who never converted
# is at last contact, or, of the dead, half-way between onset and death.
tracer <- bone[bone$init == "only", ]
found <- !is.na(tracer$conv_t)
right <- ifelse(found, days(tracer$conv_t) - tracer$onset_day, Inf)
last_month <- ifelse(tracer$d == 1, (tracer$onset + tracer$T) %/% 2, tracer$T)
left <- ifelse(found, 0, days(last_month) - tracer$onset_day)

turnbull <- function(left, right) {
  ends <- rbind(data.frame(at = left, is_right = 0), data.frame(at = right, is_right = 1))
  ends <- ends[order(ends$at, -ends$is_right), ]
  k <- nrow(ends)
  open <- which(ends$is_right[-k] == 0 & ends$is_right[-1] == 1)
  from <- ends$at[open]
  to <- ends$at[open + 1]
  covers <- outer(left, from, "<=") & outer(right, to, ">=")
  p <- rep(1 / length(from), length(from))
  for (step in 1:500000) {
    new <- colMeans(sweep(covers, 2, p, "*") / as.vector(covers %*% p))
    if (max(abs(new - p)) < 1e-15) break
    p <- new
  }
  list(from = from, to = to, p = p)
}
fit <- turnbull(left, right)
at_least <- sapply(asked(times), function(t) sum(fit$p[fit$to <= t]))
at_most <- sapply(asked(times), function(t) sum(fit$p[fit$from < t]))
half <- which(cumsum(fit$p) >= 0.5 - 1e-9)[1]

converted <- function(day) summary(survfit(Surv(day, found) ~ 1, conf.type = "log-log"),
                                   times = asked(times))
midpoint <- ifelse(found, right %/% 2, left)
detection <- ifelse(found, right, left)
middle <- converted(midpoint)
detected <- converted(detection)
first <- ifelse(found, right, ifelse(tracer$d == 1, tracer$followed, left))
cause <- factor(ifelse(found, 1, ifelse(tracer$d == 1, 2, 0)), 0:2)
competing <- summary(survfit(Surv(first, cause) ~ 1), times = asked(times))
conversion <- rbind(
  one("converters_median", median(right[found])), named("turnbull_least", times, 100 * at_least),
  named("turnbull_most", times, 100 * at_most), one("turnbull_median_from", fit$from[half]),
  one("turnbull_median_to", fit$to[half]), named("midpoint", times, 100 * (1 - middle$surv)),
  named("midpoint_low", times, 100 * (1 - middle$upper)),
  named("detection", times, 100 * (1 - detected$surv)),
  named("detection_high", times, 100 * (1 - detected$lower)),
  named("competing", times, 100 * competing$pstate[, 2]))

# Skeletal-related events: one episode at most of each patient, counted if it came after onset.
bone$event <- days(bone$sre_t) - bone$onset_day
watched <- bone[bone$followed > 0, ]
counts <- !is.na(watched$event) & watched$event > 0 & watched$event <= watched$followed
histories <- rbind(
  data.frame(id = watched$id[counts], time = watched$event[counts], status = 1,
             group = watched$timing[counts]),
  data.frame(id = watched$id, time = watched$followed, status = ifelse(watched$d == 1, 2, 0),
             group = watched$timing))
ghosh_lin <- function(data, at) {
  last <- data[data$status != 1, ]
  events <- data[data$status == 1, ]
  days <- sort(unique(data$time))
  Y <- sapply(days, function(u) sum(last$time >= u))
  h <- sapply(days, function(u) sum(last$time == u & last$status == 2)) / Y
  before <- c(1, head(cumprod(1 - h), -1))
  mean <- cumsum(before * sapply(days, function(u) sum(events$time == u)) / Y)
  sapply(at, function(t) max(0, mean[days <= t]))
}
spans <- do.call(rbind, lapply(seq_len(nrow(watched)), function(i) {
  p <- watched[i, ]
  stops <- unique(c(if (counts[i]) p$event, p$followed))
  data.frame(id = p$id, start = c(0, head(stops, -1)), stop = stops,
             status = c(if (counts[i]) 1, if (!counts[i] || p$event < p$followed) 0),
             late = as.integer(p$timing == "meta"))
}))
rate <- coxph(Surv(start, stop, status) ~ late, spans, cluster = id,
              control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50))
limits <- exp(confint(rate))
totals <- data.frame(n = as.integer(counts), years = watched$followed / 365.25,
                     late = as.integer(watched$timing == "meta"))
poisson <- glm(n ~ late + offset(log(years)), family = poisson, data = totals,
               control = glm.control(epsilon = 1e-15, maxit = 100))
recurrent <- rbind(
  named("mean_sync", times, ghosh_lin(histories[histories$group == "sync", ], asked(times))),
  named("mean_meta", times, ghosh_lin(histories[histories$group == "meta", ], asked(times))),
  one("rate_ratio", exp(coef(rate))), one("rate_ratio_low", limits[1]),
  one("rate_ratio_high", limits[2]), one("poisson_ratio", exp(coef(poisson)[2])))

# Person-time is untreated up to and including the first day of therapy.
start <- days(bone$art_start) - bone$onset_day
switch <- ifelse(is.na(start), bone$followed, pmin(pmax(start, 0), bone$followed))
happened <- !is.na(bone$event) & bone$event > 0 & bone$event <= bone$followed
years <- c(sum(bone$followed - switch), sum(switch)) / 365.25
events <- c(sum(happened & bone$event > switch), sum(happened & bone$event <= switch))
ratio <- poisson.test(events, years)
rates <- rbind(
  one("years_treated", years[1]), one("years_untreated", years[2]),
  one("events_treated", events[1]), one("events_untreated", events[2]),
  one("rate_untreated", 100 * events[2] / years[2]),
  one("rate_untreated_low", 100 * poisson.test(events[2], years[2])$conf.int[1]),
  one("rate_treated_high", 100 * poisson.test(events[1], years[1])$conf.int[2]),
  one("ratio_high", ratio$conf.int[2]), one("ratio_p", ratio$p.value))
naive <- !is.na(bone$art_start)
naive_years <- c(sum(bone$followed[naive]), sum(bone$followed[!naive])) / 365.25
export_expected(rbind(conversion, recurrent, rates, one("naive_years_treated", naive_years[1])),
                "golden_events")
