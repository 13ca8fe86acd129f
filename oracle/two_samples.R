# Two samples of a variable: real ones with ties, small ones without, and corner cases.
samples <- list(
  lung_age = list(x = lung$age[lung$sex == 1], y = lung$age[lung$sex == 2]),
  lung_karnofsky = list(x = na.omit(lung$pat.karno[lung$sex == 1]), y = na.omit(lung$pat.karno[lung$sex == 2])),
  pbc_bilirubin = list(x = na.omit(pbc$bili[pbc$sex == "m"]), y = na.omit(pbc$bili[pbc$sex == "f"])),
  permeability = list(x = c(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46),
                      y = c(1.15, 0.88, 0.90, 0.74, 1.21)),
  tied = list(x = c(1, 2, 2, 3, 5), y = c(2, 3, 3, 4, 6, 7)),
  separated = list(x = c(7.5, 8.25, 9), y = c(1, 2.5, 3.75, 4)),
  one_against_four = list(x = 2.5, y = c(1, 2, 3, 4)),
  all_tied = list(x = c(3, 3, 3), y = c(3, 3)),
  forty_nine = list(x = seq(0.5, 96.5, 2), y = seq(0, 144, 3) + 0.25),
  fifty = list(x = seq(0.5, 98.5, 2), y = seq(0, 144, 3) + 0.25))
