"""What are the made-up people called?"""

import numpy as np

FIRST = tuple(
    name
    for line in (
        "Aisha Alan Amir Angela Anita Ben Beth Carla Chidi Chloe Claire Dan Debbie Deepa Elena "
        "Emma Farah Faith Gareth Grace",
        "Hannah Harpreet Imran Irene Ivy Jack Jamila Jane Jas Joe Joyce Karen Kasia Kelly Kofi "
        "Leah Lena Liam Lucy Marcus",
        "Maria Mei Mohammed Nadia Neil Ngozi Nina Olu Pat Paul Priya Rachel Rosa Ruth Sam "
        "Sandra Sara Shaun Simran Stella",
        "Sue Tariq Tess Tom Vera Will Yusuf Zoe",
    )
    for name in line.split()
)
LAST = tuple(
    name
    for line in (
        "Abbott Ahmed Allen Baker Begum Bell Booth Brown Carter Chen Clarke Cole Cooper Dale "
        "Davies Dhillon Eze Ellis Evans",
        "Farrell Fox Gill Green Hall Harris Hill Hussain Ibrahim Jackson James Jones Kaur Khan "
        "King Kowalski Lee Lewis Mann",
        "Martin Mensah Mills Moore Nowak Okafor Owen Page Parker Patel Reid Rose Shah Shaw "
        "Singh Smith Stone Taylor Turner",
        "Walker Ward Webb White Wood Wright Young",
    )
    for name in line.split()
)


def display_name(rng: np.random.Generator) -> str:
    """A first and a last name, put together at random."""
    return f"{FIRST[int(rng.integers(len(FIRST)))]} {LAST[int(rng.integers(len(LAST)))]}"
