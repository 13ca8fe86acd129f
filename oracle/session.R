# Print the versions of R and of the packages that the scripts load, and nothing of the machine.
scripts <- unlist(lapply(list.files("oracle/r", "[.]R$", full.names = TRUE), readLines))
calls <- regmatches(scripts, gregexpr("library\\([A-Za-z0-9.]+\\)|[A-Za-z0-9.]+(?=::)", scripts, perl = TRUE))
packages <- gsub("library\\(|\\)", "", unlist(calls))
cat(R.version.string, "\n", sep = "")
for (package in sort(unique(packages), method = "radix"))
  cat(package, " ", as.character(packageVersion(package)), "\n", sep = "")
