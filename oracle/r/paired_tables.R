# McNemar's test: exact, mid-p, chi-square with and without correction.
source("oracle/export.R")
changed <- rbind(c(1, 7), c(0, 0), c(5, 5), c(0, 6), c(59, 86), c(150, 86), c(12, 2))
export_expected(do.call(rbind, lapply(seq_len(nrow(changed)), function(i) {
  b <- changed[i, 1]; c <- changed[i, 2]; n <- b + c
  x <- matrix(c(10, c, b, 20), 2)
  mid <- function(k) pbinom(k - 1, n, 0.5) + dbinom(k, n, 0.5) / 2
  data.frame(first_only = b, second_only = c,
             exact = if (n) binom.test(b, n)$p.value else 1, `mid-p` = if (n) min(1, 2 * mid(min(b, c))) else 1,
             asymptotic = mcnemar.test(x, correct = FALSE)$p.value,
             `asymptotic-corrected` = mcnemar.test(x, correct = TRUE)$p.value, check.names = FALSE)
})), "paired_tables")
