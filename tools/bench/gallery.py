"""Searching and filling a gallery, against FAISS with the same embeddings."""

import os
import sqlite3
import subprocess
import tempfile
import time

import numpy as np

from measure import QUICK, google_benchmark, in_turns, number, program, ratio, table

SIZE = 768  # of an embedding
QUERIES = 64
PER_PERSON = 8
LINKS, BUILD_CANDIDATES, QUERY_CANDIDATES = 16, 128, 192  # of the graph, as in ours
COUNTS = (1000, 10000) if QUICK else (1000, 10000, 100000)


def made_views(count):
    """People as clusters: each exemplar is its person's direction and half as much of another one."""
    random = np.random.default_rng(1)
    people = random.standard_normal((count // PER_PERSON + 1, SIZE), dtype=np.float32)
    whose = np.concatenate([np.arange(count) // PER_PERSON, random.integers(0, count // PER_PERSON, QUERIES)])
    views = people[whose] + 0.5 * random.standard_normal((count + QUERIES, SIZE), dtype=np.float32)
    return views / np.linalg.norm(views, axis=1, keepdims=True)


class Turns:
    """gallery_turns, which waits for its turn."""

    def __init__(self, path, count, way):
        self.process = subprocess.Popen([program("gallery_turns"), path, str(count), way, str(QUERIES)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.insertion = float(self.process.stdout.readline())

    def search(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def found(self):
        return [int(word) for word in self.process.communicate()[0].split()]


class Faiss:
    def __init__(self, exemplars, queries, way):
        import faiss
        self.queries, self.answers = queries, None
        self.index = faiss.IndexFlatIP(SIZE)
        if way == "graph":
            self.index = faiss.IndexHNSWFlat(SIZE, LINKS, faiss.METRIC_INNER_PRODUCT)
            self.index.hnsw.efConstruction, self.index.hnsw.efSearch = BUILD_CANDIDATES, QUERY_CANDIDATES
        start = time.perf_counter()
        self.index.add(exemplars)
        self.insertion = (time.perf_counter() - start) / len(exemplars)

    def search(self):
        start = time.perf_counter()
        self.answers = [self.index.search(query[None], 1)[1][0, 0] for query in self.queries]
        return (time.perf_counter() - start) / len(self.queries)


def search_section(folder):
    rows, insertions = [], []
    for count in COUNTS:
        views = made_views(count)
        path = os.path.join(folder, "views.f32")
        views.tofile(path)
        exemplars, queries = views[:count], views[count:]
        exact = np.argmax(queries @ exemplars.T, axis=1)
        for way in ("all", "graph") if count >= 10000 else ("all",):
            mine, theirs = Turns(path, count, way), Faiss(exemplars, queries, way)
            samples = in_turns({"ours": mine.search, "FAISS": theirs.search})
            recalls = [np.mean(np.asarray(found) == exact) for found in (mine.found(), theirs.answers)]
            name = "compare with all" if way == "all" else "graph (HNSW)"
            rows.append([f"{count:,}", name, samples["ours"].text(1e6), samples["FAISS"].text(1e6),
                         ratio(samples["FAISS"], samples["ours"]), " / ".join(f"{share:.3f}" for share in recalls)])
            insertions.append([f"{count:,}", name, number(mine.insertion * 1e6), number(theirs.insertion * 1e6),
                               f"{theirs.insertion / mine.insertion:.2f}"])
        del views, exemplars
    table(["exemplars", "way", "ours, us a query", "FAISS, us a query", "FAISS / ours", "recall, ours / FAISS"], rows)
    print("Taking all exemplars into memory, microseconds for each, one measurement, with room made for all of them. Ours grows the graph on one core, a bit with"
          "\neach query; FAISS on all, in one call.")
    table(["exemplars", "way", "ours", "FAISS", "FAISS / ours"], insertions)


class FaissWithFile:
    """What a user of FAISS would write to lose nobody: each embedding in a database, with the settings of ours."""

    def __init__(self, folder, count):
        import faiss
        self.faiss, self.views = faiss, made_views(count)[:count]
        self.index_path = os.path.join(folder, "peer.index")
        index = faiss.IndexFlatIP(SIZE)
        index.add(self.views)
        faiss.write_index(index, self.index_path)
        self.database = sqlite3.connect(os.path.join(folder, "peer.sqlite"))
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = NORMAL")
        self.database.execute("CREATE TABLE IF NOT EXISTS exemplar (identity INTEGER, embedding BLOB)")

    def enroll(self):
        index, count = self.faiss.IndexFlatIP(SIZE), min(500, len(self.views))
        start = time.perf_counter()
        for i, view in enumerate(self.views[:count]):
            with self.database:
                self.database.execute("INSERT INTO exemplar VALUES (?, ?)", (i, view.tobytes()))
            index.add(view[None])
        return (time.perf_counter() - start) / count

    def open(self):
        start = time.perf_counter()
        self.faiss.read_index(self.index_path).search(self.views[:1], 2)
        return time.perf_counter() - start


def ours(pattern, unit):
    return lambda: google_benchmark("reid_perf", pattern)[0]["real_time"] * unit


def file_section(folder):
    rows = []
    theirs = FaissWithFile(folder, 1000)
    samples = in_turns({"ours": ours("enrollEmbedding", 1e-6), "FAISS": theirs.enroll})
    rows.append(["enrol a person, on the disk, us", samples["ours"].text(1e6), samples["FAISS"].text(1e6),
                 ratio(samples["FAISS"], samples["ours"])])
    for count in COUNTS:
        theirs = FaissWithFile(folder, count)
        samples = in_turns({"ours": ours(f"openGallery/{count}/", 1e-3), "FAISS": theirs.open}, 3)
        rows.append([f"open {count:,} exemplars and answer once, ms", samples["ours"].text(1e3),
                     samples["FAISS"].text(1e3), ratio(samples["FAISS"], samples["ours"])])
        del theirs
    print("The gallery in a file (SQLite), whole whenever the program is killed, against FAISS with Python's sqlite3 and the same settings"
          "\n(enrol), and against an index file of FAISS (open; by processes that have opened one before).")
    table(["", "ours", "FAISS", "FAISS / ours"], rows)


print(f"""
## Gallery

Embeddings of {SIZE} numbers in clusters of {PER_PERSON}, the same for both, {QUERIES} queries one by one; medians (quartiles), in turns. FAISS
is called from Python: IndexFlatIP, and IndexHNSWFlat with our settings (M = {LINKS}, {BUILD_CANDIDATES} and {QUERY_CANDIDATES} candidates). Recall: share of queries
answered with the exact nearest exemplar.""")
with tempfile.TemporaryDirectory() as temporary:
    search_section(temporary)
    file_section(temporary)
