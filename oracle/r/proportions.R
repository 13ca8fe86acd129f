# One proportion, the difference of two, and that of pairs.
source("oracle/export.R")

wilson <- function(x, n, level = 0.95)
  as.vector(suppressWarnings(prop.test(x, n, correct = FALSE, conf.level = level))$conf.int)
mid_p <- function(x, n, level = 0.95) {
  tail <- (1 - level) / 2
  solve_for <- function(f) uniroot(f, c(1e-15, 1 - 1e-15), tol = 1e-16, maxiter = 10000)$root
  above <- function(p) pbinom(x, n, p, lower.tail = FALSE) + dbinom(x, n, p) / 2 - tail
  below <- function(p) pbinom(x - 1, n, p) + dbinom(x, n, p) / 2 - tail
  c(if (x == 0) 0 else solve_for(above), if (x == n) 1 else solve_for(below))
}
cases <- expand.grid(count = c(0, 1, 13, 29, 105), n = c(29, 76, 305), level = c(0.9, 0.95))
cases <- cases[cases$count <= cases$n, ]
export_expected(do.call(rbind, lapply(seq_len(nrow(cases)), function(i) {
  x <- cases$count[i]; n <- cases$n[i]; level <- cases$level[i]
  limits <- rbind(wilson(x, n, level), binom.test(x, n, conf.level = level)$conf.int,
                  mid_p(x, n, level))
  data.frame(count = x, n = n, conf_level = level, value = x / n,
             method = c("wilson", "clopper-pearson", "mid-p"),
             conf_low = limits[, 1], conf_high = limits[, 2])
})), "proportions")

# Newcombe (1998), Stat Med 17:873, method 10: a/m against c/n.
newcombe <- function(a, b, c, d) {
  p <- a / (a + b); q <- c / (c + d)
  first <- wilson(a, a + b); second <- wilson(c, c + d)
  p - q + c(0, -sqrt((p - first[1])^2 + (second[2] - q)^2), sqrt((first[2] - p)^2 + (q - second[1])^2))
}
# Newcombe (1998), Stat Med 17:2635, method 10: both, first only, second only, neither.
newcombe_paired <- function(a, b, c, d) {
  n <- a + b + c + d
  p <- (a + b) / n; q <- (a + c) / n
  first <- wilson(a + b, n); second <- wilson(a + c, n)
  margins <- (a + b) * (c + d) * (a + c) * (b + d)
  numerator <- a * d - b * c
  if (numerator > 0) numerator <- max(numerator - n / 2, 0)
  phi <- if (margins == 0) 0 else numerator / sqrt(margins)
  half <- function(u, v) sqrt(u^2 - 2 * phi * u * v + v^2)
  p - q + c(0, -half(p - first[1], second[2] - q), half(first[2] - p, q - second[1]))
}
tables <- rbind(c(56, 14, 48, 32), c(13, 63, 0, 29), c(0, 10, 0, 20), c(10, 0, 0, 20), c(36, 12, 2, 0),
                c(53, 3, 16, 8), c(20, 5, 1, 74))
one_margin <- rbind(c(0, 30, 0, 0), c(30, 0, 0, 6))  # a row is empty: pairs only
both <- list(separate = newcombe, paired = newcombe_paired)
export_expected(do.call(rbind, lapply(names(both), function(design) {
  x <- if (design == "paired") rbind(tables, one_margin) else tables
  found <- t(apply(x, 1, function(x) do.call(both[[design]], as.list(x))))
  data.frame(design = design, a = x[, 1], b = x[, 2], c = x[, 3], d = x[, 4],
             value = found[, 1], conf_low = found[, 2], conf_high = found[, 3])
})), "proportion_differences")
