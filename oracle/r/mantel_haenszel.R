# Mantel-Haenszel over strata: common odds ratio, the generalised test, and exact inference.
source("oracle/export.R")
source("oracle/conditional.R")

strata <- list(
  admissions = unclass(UCBAdmissions),
  small = array(c(5, 4, 10, 20, 8, 3, 9, 15), c(2, 2, 2)),
  penicillin = array(c(0, 0, 6, 5, 3, 0, 3, 6, 6, 2, 0, 4, 5, 6, 1, 0, 2, 5, 0, 0), c(2, 2, 5)),
  zero_events = array(c(0, 3, 9, 6, 0, 2, 8, 7), c(2, 2, 2)),
  sparse = array(rbind(c(1, 0, 0, 1), c(0, 1, 1, 0), c(1, 0, 0, 1), c(1, 0, 1, 0), c(1, 0, 0, 1))[, c(1, 3, 2, 4)] |> t(),
                 c(2, 2, 5)),
  satisfaction = array(c(1, 2, 0, 0, 3, 3, 1, 2, 11, 17, 8, 4, 2, 3, 5, 2, 1, 0, 0, 0, 1, 3, 0, 1, 2, 5, 7, 9, 1, 1, 3, 6),
                       c(4, 4, 2)),
  hair = unclass(HairEyeColor)[1:3, , ])
export_data(do.call(rbind, lapply(names(strata), function(case) {
  x <- strata[[case]]; at <- arrayInd(seq_along(x), dim(x))
  data.frame(case = case, row = at[, 1], column = at[, 2], stratum = at[, 3], n = as.vector(x))
})), "stratified_tables")

square <- Filter(function(x) all(dim(x)[1:2] == 2), strata)
sum_of_strata <- function(x) {
  usable <- apply(x, 3, sum) > 1
  parts <- lapply(which(usable), function(k) conditional_distribution(x[, , k]))
  density <- 1; lowest <- 0; observed <- 0
  for (part in parts) {
    density <- convolve(density, rev(exp(part$logdc)), type = "open")
    lowest <- lowest + min(part$support); observed <- observed + part$observed
  }
  density <- pmax(density, 0)
  list(support = lowest + seq_along(density) - 1, logdc = log(density), observed = observed)
}
export_expected(do.call(rbind, lapply(names(square), function(case) {
  x <- square[[case]]
  test <- mantelhaen.test(x, correct = FALSE)
  row <- function(method, limits, ...) data.frame(
    case = case, method = method, value = limits[1], conf_low = limits[2], conf_high = limits[3])
  rows <- row("mantel-haenszel", c(test$estimate, if (all(is.finite(log(test$estimate)))) test$conf.int else c(NA, NA)))
  if (case == "admissions") return(rows)  # R's convolution by Fourier transform is too coarse here
  exact <- conditional_limits(sum_of_strata(x))
  rbind(rows, row("conditional", exact$conditional), row("mid-p", exact$`mid-p`))
})), "common_odds_ratios")
export_expected(do.call(rbind, lapply(names(strata), function(case) {
  x <- strata[[case]]
  plain <- mantelhaen.test(x, correct = FALSE)
  corrected <- mantelhaen.test(x, correct = TRUE)
  data.frame(case = case, statistic = plain$statistic, df = plain$parameter, p_value = plain$p.value,
             corrected_statistic = corrected$statistic,
             exact_p_value = if (case %in% names(square)) mantelhaen.test(x, exact = TRUE)$p.value else NA)
})), "conditional_independence")
