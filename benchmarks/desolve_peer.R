# courses() by deSolve, with the tables that in_r.py made. Parameters of the model are what waits in `held`.
library(deSolve)
dyn.load("model.so")
size <- .C("size_of_held", 0L)[[1]]

course <- function(given, days) {
  held <- .C("patient", given, numeric(size))[[2]]
  found <- matrix(0, days, readings)
  y <- start
  for (k in seq_len(nrow(segments))) {
    after <- .C("session", y, held, doses[k, ])
    held <- after[[2]]
    times <- segments[k, 1]:segments[k, 2]
    # hmax = 0: steps of any size, where deSolve's own limit is a day
    states <- lsoda(after[[1]], times, "derivs", held, rtol, atol, dllname = "model",
                    initfunc = "initmod", maxsteps = 1e5, hmax = 0)[, -1]
    seen <- length(times) - 1L
    found[segments[k, 1] + seq_len(seen), ] <-
      .C("read_days", seen, states[seq_len(seen), ], held, numeric(seen * readings))[[4]]
    y <- states[seen + 1, ]
  }
  found
}

# (days, outcomes, patients)
courses <- function() apply(given, 1, course, days = max(segments))
