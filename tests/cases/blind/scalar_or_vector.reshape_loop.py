import torch

def scalar_or_vector(readings):
    vektor = readings.reshape(-1)
    osszeg = 0.0
    for meres in vektor.tolist():
        osszeg += meres
    darab = len(vektor)
    return darab, osszeg / darab
