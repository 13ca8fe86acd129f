# R's equations for the conditional odds ratio, solved to the end: fisher.test stops at 1e-4.
conditional_distribution <- function(x) {
  m <- sum(x[, 1]); n <- sum(x[, 2]); k <- sum(x[1, ])
  support <- max(0, k - n):min(k, m)
  list(support = support, logdc = dhyper(support, m, n, k, log = TRUE), observed = x[1, 1])
}
conditional_limits <- function(distribution, tail = 0.025) {
  support <- distribution$support
  x <- distribution$observed
  density <- function(beta) {
    d <- distribution$logdc + beta * support
    d <- exp(d - max(d)); d / sum(d)
  }
  above <- function(beta, share) sum(density(beta)[support > x]) + share * sum(density(beta)[support == x])
  below <- function(beta, share) sum(density(beta)[support < x]) + share * sum(density(beta)[support == x])
  solve_for <- function(f) exp(uniroot(f, c(-60, 60), tol = 1e-15, maxiter = 10000)$root)
  lowest <- x == min(support); highest <- x == max(support)
  edge <- if (lowest) 0 else if (highest) Inf else NA
  limit <- function(share) c(
    if (lowest) 0 else solve_for(function(b) above(b, share) - tail),
    if (highest) Inf else solve_for(function(b) below(b, share) - tail))
  list(
    conditional = c(if (!is.na(edge)) edge else solve_for(function(b) sum(density(b) * support) - x),
                    limit(1)),
    `mid-p` = c(if (!is.na(edge)) edge else solve_for(function(b) above(b, 0.5) - 0.5), limit(0.5)),
    p_mid = min(1, 2 * min(above(0, 0.5), below(0, 0.5))))
}
