# Wilcoxon's tests for clustered data, written out: clusrank is not in Debian.
# Datta and Satten (2005): the statistic by enumeration of all samples of one unit a cluster, the
# variance as loops. Rosner, Glynn and Lee (2006): ranks, lm and the paper's weights; all signs.
suppressPackageStartupMessages(library(survival))
source("oracle/export.R")
gaps <- subset(cgd, enum > 0 & tstop - tstart > 0)  # times between infections, unequal clusters
units <- list(
  cgd = with(gaps, data.frame(cluster = id, group = ifelse(treat == "placebo", "a", "b"), value = tstop - tstart)),
  eyes = with(retinopathy[retinopathy$id < 200, ],  # both groups within each cluster, tied values
              data.frame(cluster = id, group = ifelse(trt == 1, "a", "b"), value = risk)),
  small = data.frame(cluster = c(1, 1, 2, 3, 3, 3, 4, 5, 5), group = c("a", "b", "a", "b", "b", "a", "b", "a", "a"),
                     value = c(2.5, 1, 3, 2.5, 0.5, 4, 1, 6, 2.5)),
  singles = data.frame(cluster = 1:8, group = rep(c("a", "b"), 4), value = c(3, 1, 4, 1.5, 9, 2.6, 5, 3.5)))
export_data(do.call(rbind, lapply(names(units), function(case) cbind(case = case, units[[case]]))), "clustered_units")

enumerated <- function(x) {
  M <- length(unique(x$cluster))
  choices <- expand.grid(split(seq_len(nrow(x)), x$cluster))
  mean(apply(choices, 1, function(i) sum(rank(x$value[i])[x$group[i] == "a"]))) / (M + 1)
}
datta_satten <- function(x) {
  clusters <- unique(x$cluster); M <- length(clusters); N <- nrow(x)
  delta <- as.numeric(x$group == "a")
  below <- function(among, v) (sum(among <= v) + sum(among < v)) / (2 * length(among))
  a <- sapply(clusters, function(i) mean(delta[x$cluster == i]))
  S <- 0; variance <- 0
  for (i in seq_len(M)) {
    own <- which(x$cluster == clusters[i]); W <- 0
    for (k in own) {
      others <- sum(sapply(clusters[-i], function(j) below(x$value[x$cluster == j], x$value[k])))
      S <- S + delta[k] / length(own) * (1 + others) / (M + 1)
      W <- W + ((M - 1) * delta[k] - sum(a[-i])) * below(x$value, x$value[k]) / (length(own) * (M + 1))
    }
    variance <- variance + (W - M / (2 * (M + 1)) * (a[i] - mean(a)))^2
  }
  c(S = S, mean = sum(a) / 2, variance = variance, z = (S - sum(a) / 2) / sqrt(variance))
}
export_expected(do.call(rbind, lapply(names(units), function(case) {
  found <- datta_satten(units[[case]])
  data.frame(case = case, rank_sum = found["S"], mean = found["mean"], variance = found["variance"], z = found["z"],
             p_value = 2 * pnorm(-abs(found["z"])),
             enumerated = if (case == "small") enumerated(units[[case]]) else NA)
})), "clustered_rank_sum")

signed_rank <- function(x) {
  x <- x[x$value != 0, ]
  s <- sign(x$value) * rank(abs(x$value))
  size <- as.vector(table(x$cluster)); m <- length(size); n <- sum(size)
  total <- as.vector(tapply(s, x$cluster, sum))
  rho <- 0
  if (length(unique(size)) > 1) {
    ms <- anova(lm(s ~ factor(x$cluster)))[["Mean Sq"]]
    between <- (ms[1] - ms[2]) / ((n - sum(size^2) / n) / (m - 1))
    rho <- max(0, between / (between + ms[2]))
    rho <- min(1, rho * (1 + (1 - rho^2) / (m - 2.5)))
  }
  weighted <- total / (1 + (size - 1) * rho)
  c(z = sum(weighted) / sqrt(sum(weighted^2)), rho = rho, sum = sum(total),
    exact = if (m <= 12) {
      signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), m)))
      mean(abs(signs %*% abs(total)) >= abs(sum(total)) - 1e-9)
    } else NA)
}
shift <- c(cgd = 200, eyes = 9, small = 1, singles = 2)
export_expected(do.call(rbind, lapply(names(units), function(case) {
  x <- units[[case]]; x$value <- x$value - shift[[case]]
  found <- signed_rank(x)
  data.frame(case = case, shift = shift[[case]], z = found["z"], p_value = 2 * pnorm(-abs(found["z"])),
             correlation = found["rho"], signed_rank_sum = found["sum"], exact_p_value = found["exact"])
})), "clustered_signed_rank")
