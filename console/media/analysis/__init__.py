"""What a recording says: pure functions from samples to figures, nothing but numpy.

Recordings are arrays of float samples in -1 to 1, a row a frame, a column a channel. Levels are dBFS as
`console.domain.diagnosis.evidence` defines them. Whatever comes in, garbage too, gives figures and no error.
"""
