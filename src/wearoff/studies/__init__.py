"""Many studies: published figures, calibration and prediction."""
