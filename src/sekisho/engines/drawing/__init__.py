"""Where the nodes of a chain stand on a map: by tiers or freely, all of them or those around one.

Pure: arrays in, whole numbers out; the same input gives the same bytes, and no two nodes stand at
one place. It knows nothing of names, pages or colours. Places are cells of a lattice; how many
pixels a cell has is for whoever draws. Import by module:

- atlas.py: which nodes of a chain stand on a map and which links join them
- around.py: the nodes some steps up and down from one, with how many were left out
- tiers.py: columns from left to right with few crossings; free.py: what is linked stands close
- words.py: a name cut into lines that fit into a box
"""

from __future__ import annotations
