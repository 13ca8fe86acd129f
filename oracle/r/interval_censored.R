# Interval-censored times: self-consistent (EM) estimates iterated to the end, the scores made from
# them, and survival's survfit, which stops when survival moves by less than 5e-5.
suppressPackageStartupMessages(library(survival))
source("oracle/export.R")

# Breast retraction after radiotherapy, with or without chemotherapy (Finkelstein and Wolfe 1985).
alone <- c(45,Inf,6,10,0,7,46,Inf,46,Inf,7,16,17,Inf,7,14,37,44,0,8,4,11,15,Inf,11,15,22,Inf,46,Inf,
  46,Inf,25,37,46,Inf,26,40,46,Inf,27,34,36,44,46,Inf,36,48,37,Inf,40,Inf,17,25,46,Inf,11,18,38,Inf,
  5,12,37,Inf,0,5,18,Inf,24,Inf,36,Inf,5,11,19,35,17,25,24,Inf,32,Inf,33,Inf,19,26,37,Inf,34,Inf,
  36,Inf)
both <- c(8,12,0,22,24,31,17,27,17,23,24,30,16,24,13,Inf,11,13,16,20,18,25,17,26,32,Inf,23,Inf,44,48,
  14,17,0,5,5,8,12,20,11,Inf,33,40,31,Inf,13,39,19,32,34,Inf,13,Inf,16,24,35,Inf,15,22,11,17,22,32,
  10,35,30,34,13,Inf,10,17,8,21,4,9,11,Inf,14,19,4,8,34,Inf,30,36,18,24,16,60,35,39,21,Inf,11,20,
  48,Inf)
as_rows <- function(x, group) data.frame(
  group = group, left = x[c(TRUE, FALSE)], right = x[c(FALSE, TRUE)])
cosmesis <- rbind(as_rows(alone, "radiotherapy"), as_rows(both, "chemotherapy"))

# Known days, intervals and right-censored times together, with ties.
some <- veteran[seq(1, nrow(veteran), 2), ]
mixed <- with(some, data.frame(
  group = as.character(trt), left = ifelse(seq_along(time) %% 3 == 0, floor(time / 30) * 30, time),
  right = ifelse(status == 0, Inf, ifelse(seq_along(time) %% 3 == 0, ceiling(time / 30 + 0.01) * 30, time))))
mixed$left[is.infinite(mixed$right)] <- some$time[is.infinite(mixed$right)]
intervals <- rbind(cbind(set = "cosmesis", cosmesis), cbind(set = "mixed", mixed))
intervals$right[is.infinite(intervals$right)] <- NA
export_data(intervals, "interval_censored")

# Mass on all (left, right] that some left end opens and the next right end closes.
self_consistent <- function(left, right) {
  inside <- ifelse(left == right, left - 1e-6, left)
  ends <- rbind(data.frame(at = inside, is_right = 0), data.frame(at = right, is_right = 1))
  ends <- ends[order(ends$at, -ends$is_right), ]
  k <- nrow(ends)
  open <- which(ends$is_right[-k] == 0 & ends$is_right[-1] == 1)
  from <- ends$at[open]
  to <- ends$at[open + 1]
  covers <- outer(inside, from, "<=") & outer(right, to, ">=")
  p <- rep(1 / length(from), length(from))
  for (step in 1:200000) {
    weight <- sweep(covers, 2, p, "*") / as.vector(covers %*% p)
    new <- colMeans(weight)
    if (max(abs(new - p)) < 1e-16) break
    p <- new
  }
  keep <- p > 1e-10
  gradient <- colSums(covers / as.vector(covers %*% p)) / length(left)
  list(from = from[keep], to = to[keep], p = p[keep], covers = covers[, keep],
       gap = max(gradient) - 1, log_likelihood = sum(log(covers %*% p)))
}
curves <- function(set, data) {
  fit <- self_consistent(data$left, data$right)
  r <- survfit(Surv(left, ifelse(is.finite(right), right, NA), type = "interval2") ~ 1, data = data)
  after <- summary(r, times = pmin(fit$to, max(r$time)), extend = TRUE)$surv
  data.frame(set = set, left = round(fit$from, 5), right = ifelse(is.finite(fit$to), fit$to, NA),
             probability = fit$p, survival = 1 - cumsum(fit$p), survfit = after, gap = fit$gap,
             log_likelihood = fit$log_likelihood)
}
export_expected(rbind(
  curves("radiotherapy", cosmesis[cosmesis$group == "radiotherapy", ]),
  curves("chemotherapy", cosmesis[cosmesis$group == "chemotherapy", ]),
  curves("mixed", mixed)), "turnbull")

# Scores of Sun and of Finkelstein, compared by the permutation variance.
compare <- function(set, data) {
  fit <- self_consistent(data$left, data$right)
  S <- 1 - cumsum(c(0, fit$p))
  k <- length(fit$p)
  S[k + 1] <- 0
  sun <- exp(-c(0, cumsum(fit$p / S[1:k])))
  by_interval <- list(
    sun = (S[1:k] * log(sun[1:k]) - S[-1] * log(sun[-1])) / fit$p,
    finkelstein = c(S[1:(k - 1)] * log(S[1:(k - 1)]) - S[2:k] * log(S[2:k]), S[k] * log(S[k])) / fit$p)
  first <- data$group == sort(data$group)[1]
  do.call(rbind, lapply(names(by_interval), function(name) {
    score <- apply(fit$covers, 1, function(a) sum(a * fit$p * by_interval[[name]]) / sum(a * fit$p))
    n <- length(score)
    variance <- sum(score^2) * sum(first) * sum(!first) / (n * (n - 1))
    data.frame(set = set, scores = name, sum_of_first = sum(score[first]),
               z = sum(score[first]) / sqrt(variance))
  }))
}
export_expected(rbind(compare("cosmesis", cosmesis), compare("mixed", mixed)), "interval_score_test")
