/* The functions of a system as deSolve and R call them. */

#include "system.h"

static double held[HELD];

/* Called by deSolve as it starts, with the parameters of its call. */
void initmod(void (*parameters)(int *, double *)) {
    int size = HELD;
    parameters(&size, held);
}

void derivs(int *size, double *t, double *y, double *change, double *out, int *sizes) {
    rates(t, y, change, held);
}

void patient(double *given, double *held) { of_patient(given, held); }

void session(double *y, double *held, double *dose) {
    needle(y, held, dose);
    of_session(y, held);
}

/* Tables with a day in a row, as R lays them out. */
void read_days(int *days, double *states, double *held, double *found) {
    for (int day = 0; day < *days; day++) {
        double y[STATES], out[READINGS];
        for (int k = 0; k < STATES; k++) y[k] = states[day + k * *days];
        read(y, held, out);
        for (int k = 0; k < READINGS; k++) found[day + k * *days] = out[k];
    }
}

void size_of_held(int *size) { *size = HELD; }
