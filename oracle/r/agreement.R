# Kappa of Cohen (Fleiss, Cohen and Everitt 1969, written out) and of Fleiss (1971, Gwet 2021).
source("oracle/export.R")

readers <- list(
  two = rbind(c(20, 5), c(10, 15)),
  three = rbind(c(20, 5, 2), c(10, 15, 3), c(1, 4, 9)),
  carcinoma = rbind(c(22, 2, 2, 0), c(5, 7, 14, 0), c(0, 2, 36, 0), c(0, 1, 17, 10)),
  perfect = diag(c(5, 3, 2)),
  below_chance = rbind(c(0, 6), c(5, 1)))
as_rows <- function(case) {
  x <- readers[[case]]
  data.frame(case = case, row = as.integer(row(x)), column = as.integer(col(x)), n = as.vector(x))
}
export_data(do.call(rbind, lapply(names(readers), as_rows)), "readers")
kappa <- function(x, power) {
  k <- nrow(x); n <- sum(x); p <- x / n
  w <- if (is.na(power)) diag(k) else 1 - (abs(row(x) - col(x)) / (k - 1))^power
  observed <- 0; chance <- 0; sum_of_squares <- 0
  for (i in 1:k) for (j in 1:k) {
    observed <- observed + w[i, j] * p[i, j]
    chance <- chance + w[i, j] * sum(p[i, ]) * sum(p[, j])
  }
  value <- (observed - chance) / (1 - chance)
  for (i in 1:k) for (j in 1:k) {
    mean_of_row <- sum(w[i, ] * colSums(p)); mean_of_column <- sum(w[, j] * rowSums(p))
    sum_of_squares <- sum_of_squares +
      p[i, j] * (w[i, j] - (mean_of_row + mean_of_column) * (1 - value))^2
  }
  variance <- (sum_of_squares - (value - chance * (1 - value))^2) / (n * (1 - chance)^2)
  c(value, sqrt(max(variance, 0)))
}
powers <- c(none = NA, linear = 1, quadratic = 2)
export_expected(do.call(rbind, lapply(names(readers), function(case)
  do.call(rbind, lapply(names(powers), function(weights) {
    found <- kappa(readers[[case]], powers[[weights]])
    data.frame(case = case, weights = weights, value = found[1], std_error = found[2])
  })))), "kappa")

# Fleiss (1971) as in Gwet's Handbook of Inter-Rater Reliability; ten units, fourteen readers.
ratings <- list(
  fourteen = rbind(c(0, 0, 0, 0, 14), c(0, 2, 6, 4, 2), c(0, 0, 3, 5, 6), c(0, 3, 9, 2, 0), c(2, 2, 8, 1, 1),
                   c(7, 7, 0, 0, 0), c(3, 2, 6, 3, 0), c(2, 5, 3, 2, 2), c(6, 5, 2, 1, 0), c(0, 2, 2, 3, 7)),
  unequal = rbind(c(3, 0, 0), c(1, 2, 0), c(0, 0, 4), c(2, 2, 0), c(0, 2, 0), c(1, 0, 3), c(4, 1, 0), c(0, 3, 1)))
export_data(do.call(rbind, lapply(names(ratings), function(case) {
  x <- ratings[[case]]
  data.frame(case = case, unit = as.integer(row(x)), level = as.integer(col(x)), n = as.vector(x))
})), "ratings")
fleiss <- function(x) {
  r <- rowSums(x)
  share <- colMeans(x / r)
  chance <- sum(share^2)
  (mean(rowSums(x * (x - 1)) / (r * (r - 1))) - chance) / (1 - chance)
}
export_expected(do.call(rbind, lapply(names(ratings), function(case) {
  x <- ratings[[case]]; n <- nrow(x); value <- fleiss(x)
  # Gwet's influence values are the derivative of kappa in the weight of a unit, here taken numerically.
  weighted <- function(w) {
    r <- rowSums(x); w <- w / sum(w)
    chance <- sum(colSums(w * x / r)^2)
    (sum(w * rowSums(x * (x - 1)) / (r * (r - 1))) - chance) / (1 - chance)
  }
  influence <- sapply(1:n, function(i) {
    step <- 1e-4; shift <- step * (seq_len(n) == i)
    n * (8 * (weighted(1 + shift) - weighted(1 - shift)) -
           (weighted(1 + 2 * shift) - weighted(1 - 2 * shift))) / (12 * step)
  })
  leave_one_out <- sapply(1:n, function(i) fleiss(x[-i, ]))
  data.frame(case = case, value = value, std_error = sqrt(sum(influence^2) / (n * (n - 1))),
             jackknife = sqrt((n - 1) / n * sum((leave_one_out - mean(leave_one_out))^2)))
})), "fleiss_kappa")
