# courses() by mrgsolve, with the tables that in_r.py made.
suppressMessages(library(mrgsolve))
model <- mread("model", project = ".", soloc = ".", quiet = TRUE)
outcomes <- paste0("outcome", seq_len(readings) - 1)
days <- max(segments)
model <- update(model, rtol = rtol, atol = atol, maxsteps = 1e5, end = days - 1, delta = 1, outvars = outcomes)

people <- seq_len(nrow(given))
patients <- data.frame(ID = people, given)
names(patients)[-1] <- paste0("given", seq_len(ncol(given)) - 1)
sessions <- expand.grid(amt = seq_len(nrow(segments)) - 1, ID = people)
sessions <- transform(sessions, time = segments[amt + 1, 1], evid = 2, cmt = 1)

# (days, outcomes, patients); recsort = 3: a session before the observation at its time
courses <- function() {
  found <- mrgsim(model, data = sessions, idata = patients, obsonly = TRUE, recsort = 3, output = "df")
  aperm(array(as.matrix(found[outcomes]), c(days, max(people), readings)), c(1, 3, 2))
}
