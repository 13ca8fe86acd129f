# Holm, Hochberg, Benjamini and Hochberg.
source("oracle/export.R")
cases <- list(plain = c(0.01, 0.04, 0.03), ties = c(0.02, 0.02, 0.5, 0.001, 1), missing = c(0.04, NA, 0.01, 0.9, NA),
              one = 0.03, many = (1:20)^2 / 500, zero = c(0, 0, 0.2))
export_expected(do.call(rbind, lapply(names(cases), function(case) data.frame(
  case = case, p = cases[[case]], holm = p.adjust(cases[[case]], "holm"),
  hochberg = p.adjust(cases[[case]], "hochberg"), bh = p.adjust(cases[[case]], "BH")))), "multiplicity")
