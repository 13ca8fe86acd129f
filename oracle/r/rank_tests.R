# Mann-Whitney, Kruskal-Wallis, Hodges-Lehmann.
suppressPackageStartupMessages({library(survival); library(coin)})
source("oracle/export.R")
source("oracle/two_samples.R")
export_data(do.call(rbind, lapply(names(samples), function(case) {
  both <- samples[[case]]
  rows <- data.frame(case = case, group = rep(c("x", "y"), lengths(both)), value = unlist(both))
  aggregate(n ~ value + group + case, cbind(rows, n = 1), sum)[, c("case", "group", "value", "n")]
})), "two_samples")

export_expected(do.call(rbind, lapply(names(samples), function(case) {
  x <- samples[[case]]$x; y <- samples[[case]]$y
  p <- function(...) suppressWarnings(wilcox.test(x, y, ...))$p.value
  values <- c(x, y); group <- factor(rep(c("x", "y"), c(length(x), length(y))))
  small <- length(values) < 60 && length(unique(values)) > 1
  exact <- if (small) as.numeric(pvalue(wilcox_test(values ~ group, distribution = "exact"))) else NA
  data.frame(case = case, statistic = suppressWarnings(wilcox.test(x, y))$statistic, p_default = p(),
             p_corrected = p(exact = FALSE), p_uncorrected = p(exact = FALSE, correct = FALSE), p_exact = exact)
})), "mann_whitney")

# The interval: R's own (tolerance 1e-4 where there are ties or 50 units), and its equations
# solved over the differences, at which alone they can change.
sigma <- function(x, y) {
  ties <- c(table(x), table(y)); n <- length(x) + length(y)
  sqrt(length(x) * length(y) / 12 * (n + 1 - sum(ties^3 - ties) / (n * (n - 1))))
}
export_expected(do.call(rbind, lapply(setdiff(names(samples), "all_tied"), function(case) {
  x <- samples[[case]]$x; y <- samples[[case]]$y
  printed <- suppressWarnings(wilcox.test(x, y, conf.int = TRUE))
  differences <- sort(outer(x, y, "-")); pairs <- length(differences)
  exact <- max(length(x), length(y)) < 50 && !anyDuplicated(c(x, y))
  limits <- if (exact) printed$conf.int else {
    z <- qnorm(0.975) * sigma(x, y)
    beyond <- (pairs - seq_len(pairs)) - pairs / 2  # statistic after each difference is passed
    c(differences[which(beyond - 0.5 <= z)[1]],
      rev(differences)[which(beyond - 0.5 <= z)[1]])
  }
  data.frame(case = case, median = median(differences), conf_low = limits[1], conf_high = limits[2],
             printed = printed$estimate, printed_low = printed$conf.int[1], printed_high = printed$conf.int[2])
})), "location_shifts")

groups <- list(lung_by_ecog = with(lung, data.frame(value = age, group = ph.ecog)),
               pbc_by_stage = with(pbc, data.frame(value = bili, group = stage)),
               small = data.frame(value = 1:9, group = rep(1:3, each = 3)),
               tied = data.frame(value = c(1, 1, 2, 2, 2, 3, 1, 3), group = c(1, 1, 1, 2, 2, 3, 3, 3)))
groups <- lapply(groups, function(rows) rows[complete.cases(rows), ])
export_data(do.call(rbind, lapply(names(groups), function(case)
  cbind(case = case, aggregate(n ~ value + group, cbind(groups[[case]], n = 1), sum)))), "several_samples")
export_expected(do.call(rbind, lapply(names(groups), function(case) {
  test <- kruskal.test(value ~ group, groups[[case]])
  data.frame(case = case, statistic = test$statistic, df = test$parameter, p_value = test$p.value)
})), "kruskal_wallis")
