# All shares of up to 40, printed with 0 to 2 decimals under both rules for halves, in whole numbers.
source("oracle/export.R")
export_expected(do.call(rbind, lapply(0:2, function(decimals) do.call(rbind, lapply(1:40, function(n) {
  count <- 0:n
  scaled <- 100 * 10^decimals * count
  up <- (2 * scaled + n) %/% (2 * n)
  tie <- (2 * scaled + n) %% (2 * n) == 0
  even <- up - (tie & up %% 2 == 1)
  data.frame(count = count, n = n, decimals = decimals, half_up = sprintf("%.*f", decimals, up / 10^decimals),
             half_even = sprintf("%.*f", decimals, even / 10^decimals))
})))), "printed_percentages")
