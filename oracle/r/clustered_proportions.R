# Clustered proportions: survey's ratio estimator and interval; Rao-Scott and Donner-Klar written
# out. Litters: Weil (1970), pups alive at weaning, as in Rao and Scott (1992).
suppressPackageStartupMessages(library(survey))
source("oracle/export.R")
litters <- list(
  weil = data.frame(
    group = rep(c("control", "treated"), each = 16),
    n = c(13, 12, 9, 9, 8, 8, 13, 12, 10, 10, 9, 13, 5, 7, 10, 10, 12, 11, 10, 9, 11, 10, 10, 9, 9, 5, 9, 7, 10, 6, 10, 7),
    events = c(13, 12, 9, 9, 8, 8, 12, 11, 9, 9, 8, 11, 4, 5, 7, 7, 12, 11, 10, 9, 10, 9, 9, 8, 8, 4, 7, 4, 5, 3, 3, 0)),
  three = data.frame(group = rep(c("a", "b", "c"), c(3, 4, 4)), n = c(1, 4, 6, 2, 2, 5, 3, 8, 1, 3, 5),
                     events = c(0, 3, 5, 1, 0, 2, 3, 2, 1, 0, 4)),
  none_in_one = data.frame(group = rep(c("a", "b"), c(3, 4)), n = c(3, 4, 6, 2, 2, 5, 3), events = c(0, 0, 0, 1, 0, 4, 3)),
  even_clusters = data.frame(group = rep(c("a", "b"), c(3, 3)), n = 4, events = c(2, 2, 2, 3, 3, 2)))
export_data(do.call(rbind, lapply(names(litters), function(case) cbind(case = case, litters[[case]]))), "litters")

export_expected(do.call(rbind, lapply(names(litters), function(case) {
  clusters <- litters[[case]]
  do.call(rbind, lapply(unique(clusters$group), function(group) {
    of_group <- clusters[clusters$group == group, ]
    units <- do.call(rbind, lapply(seq_len(nrow(of_group)), function(i) data.frame(
      cluster = i, y = rep(c(1, 0), c(of_group$events[i], of_group$n[i] - of_group$events[i])))))
    design <- svydesign(ids = ~cluster, weights = ~1, data = units)
    mean_of_units <- svymean(~y, design)
    p <- mean(units$y); se <- as.numeric(SE(mean_of_units))
    inside <- p > 0 && p < 1 && se > 0
    limits <- if (inside) confint(svyciprop(~y, design, method = "logit", df = nrow(of_group) - 1)) else c(NA, NA)
    data.frame(case = case, group = group, value = p, std_error = se, conf_low = limits[1], conf_high = limits[2],
               design_effect = if (p > 0 && p < 1) se^2 / (p * (1 - p) / nrow(units)) else NA)
  }))
})), "clustered_proportions")

by_group <- function(x, f) sapply(split(x, x$group), f)
rao_scott <- function(x, pooled) {
  n <- by_group(x, function(g) sum(g$n)); y <- by_group(x, function(g) sum(g$events)); p <- y / n
  v <- by_group(x, function(g) {
    m <- nrow(g); m / (m - 1) * sum((g$events - g$n * sum(g$events) / sum(g$n))^2) / sum(g$n)^2
  })
  d <- v / (p * (1 - p) / n)
  if (pooled) {
    all <- sum(y) / sum(n); parts <- (1 - n / sum(n)) * p * (1 - p) / (all * (1 - all)) * d
    d[] <- sum(parts[p > 0 & p < 1]) / (length(n) - 1)
  }
  adjusted <- sum(y / d) / sum(n / d)
  sum((y / d - n / d * adjusted)^2 / (n / d * adjusted * (1 - adjusted)))
}
correlation <- function(x) {
  clusters <- nrow(x); groups <- length(unique(x$group)); units <- sum(x$n)
  pups <- x[rep(seq_len(clusters), x$n), ]
  pups$y <- unlist(lapply(seq_len(clusters), function(i) rep(c(1, 0), c(x$events[i], x$n[i] - x$events[i]))))
  pups$litter <- factor(rep(seq_len(clusters), x$n))
  table <- suppressWarnings(anova(lm(y ~ group + litter, pups)))
  between <- table["litter", "Mean Sq"]; within <- table["Residuals", "Mean Sq"]
  size <- (units - sum(by_group(x, function(g) sum(g$n^2) / sum(g$n)))) / (clusters - groups)
  (between - within) / (between + (size - 1) * within)
}
donner_klar <- function(x) {
  rho <- max(0, correlation(x)); all <- sum(x$events) / sum(x$n)
  sum(by_group(x, function(g) {
    inflation <- sum(g$n * (1 + (g$n - 1) * rho)) / sum(g$n)
    sum(g$n) * (sum(g$events) / sum(g$n) - all)^2 / (inflation * all * (1 - all))
  }))
}
export_expected(do.call(rbind, lapply(names(litters), function(case) {
  x <- litters[[case]]
  data.frame(case = case, `rao-scott` = rao_scott(x, FALSE), `rao-scott-pooled` = rao_scott(x, TRUE),
             `donner-klar` = donner_klar(x), correlation = correlation(x), df = length(unique(x$group)) - 1,
             pearson = sum(by_group(x, function(g) {
               all <- sum(x$events) / sum(x$n)
               (sum(g$events) - sum(g$n) * all)^2 / (sum(g$n) * all * (1 - all))
             })), check.names = FALSE)
})), "clustered_independence")
