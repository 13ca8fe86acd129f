# Poisson rates and their ratio: exact by poisson.test, mid-p by the same tails with half the point.
source("oracle/export.R")
solve_for <- function(f, range) uniroot(f, range, tol = 1e-16, maxiter = 10000)$root
mid_p_rate <- function(x, time, tail = 0.025) {
  above <- function(m) ppois(x, m, lower.tail = FALSE) + dpois(x, m) / 2 - tail
  below <- function(m) ppois(x - 1, m) + dpois(x, m) / 2 - tail
  range <- c(1e-12, 10 * x + 20)
  c(if (x == 0) 0 else solve_for(above, range), solve_for(below, range)) / time
}
cases <- data.frame(events = c(0, 1, 13, 13, 250), person_time = c(98, 0.5, 412.5, 314.5, 1e4))
export_expected(do.call(rbind, lapply(seq_len(nrow(cases)), function(i) {
  x <- cases$events[i]; time <- cases$person_time[i]
  limits <- rbind(poisson.test(x, time)$conf.int, mid_p_rate(x, time))
  data.frame(events = x, person_time = time, method = c("exact", "mid-p"), value = x / time,
             conf_low = limits[, 1], conf_high = limits[, 2])
})), "rates")

pairs <- rbind(c(0, 98, 13, 314.5), c(13, 314.5, 0, 98), c(11, 800, 23, 1011), c(4, 10, 4, 10), c(200, 1e3, 150, 1.2e3))
mid_p_ratio <- function(x, n, tail = 0.025) {
  above <- function(p) pbinom(x, n, p, lower.tail = FALSE) + dbinom(x, n, p) / 2 - tail
  below <- function(p) pbinom(x - 1, n, p) + dbinom(x, n, p) / 2 - tail
  range <- c(1e-15, 1 - 1e-15)
  share <- c(if (x == 0) 0 else solve_for(above, range), if (x == n) 1 else solve_for(below, range))
  share / (1 - share)
}
export_expected(do.call(rbind, lapply(seq_len(nrow(pairs)), function(i) {
  x <- pairs[i, c(1, 3)]; time <- pairs[i, c(2, 4)]
  test <- poisson.test(x, time)
  share <- time[1] / sum(time); n <- sum(x)
  mid <- function(below) if (below) pbinom(x[1] - 1, n, share) + dbinom(x[1], n, share) / 2 else
    pbinom(x[1], n, share, lower.tail = FALSE) + dbinom(x[1], n, share) / 2
  limits <- rbind(test$conf.int, mid_p_ratio(x[1], n) * time[2] / time[1])
  data.frame(events = x[1], person_time = time[1], comparator_events = x[2], comparator_time = time[2],
             method = c("exact", "mid-p"), value = test$estimate, conf_low = limits[, 1],
             conf_high = limits[, 2], p_value = c(test$p.value, min(1, 2 * min(mid(TRUE), mid(FALSE)))), row.names = NULL)
})), "rate_ratios")
