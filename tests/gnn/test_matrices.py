"""Interaction matrices: folds that hide what they say, predictors that read nothing else, and readers."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from gnn.matrices.data import InteractionMatrix, tanimoto
from gnn.matrices.evaluate import MatrixOptions, evaluate_matrix, shown
from gnn.matrices.folds import Setting, make_folds
from gnn.matrices.reading import INTERACTIONS, read_interactions
from gnn.matrices.registry import PREDICTOR_NAMES, matrix_predictor
from kg.errors import InputError, NotFoundError, SourceError

ROWS, COLUMNS = 23, 17
CORPORA = os.environ.get("MEDKG_CORPORA", "")


def blocks(noise: float = 0.1) -> InteractionMatrix:
    """Two groups of rows that interact with two groups of columns; the similarities know the groups."""
    draw = np.random.default_rng(3)
    rows, columns = np.arange(ROWS) % 2, np.arange(COLUMNS) % 2
    chance = np.where(rows[:, None] == columns[None], 0.6, 0.03)
    values = (draw.random((ROWS, COLUMNS)) < chance).astype(float)
    similarities = []
    for groups in (rows, columns):
        one = np.where(groups[:, None] == groups[None], 0.8, 0.2) + noise * draw.random((len(groups), len(groups)))
        np.fill_diagonal(one, 1.0)
        similarities.append((np.clip(one, 0, 1),))
    names = tuple(f"r{one}" for one in range(ROWS)), tuple(f"c{one}" for one in range(COLUMNS))
    return InteractionMatrix.make("blocks", names, values, (similarities[0], similarities[1]))


MATRIX = blocks()


@pytest.mark.parametrize("setting", [Setting.WARM, Setting.NEW_ROWS, Setting.NEW_COLUMNS, Setting.BOTH_NEW])
def test_folds_score_each_cell_once_and_never_show_it(setting):
    folds = list(make_folds(MATRIX.values, setting, 5, seed=1))
    assert (sum(fold.scored.astype(int) for fold in folds) == 1).all()
    assert not any((fold.scored & fold.visible).any() for fold in folds)


def test_new_rows_show_nothing_of_a_row():
    for fold in make_folds(MATRIX.values, Setting.NEW_ROWS, 5, seed=1):
        assert not fold.visible[fold.scored.any(1)].any()


def test_both_new_hide_everything_in_the_block_s_rows_and_columns():
    fold = next(iter(make_folds(MATRIX.values, Setting.BOTH_NEW, 5, seed=1)))
    assert not fold.visible[fold.scored.any(1)].any()
    assert not fold.visible[:, fold.scored.any(0)].any()


def test_positives_are_ranked_against_all_zeros():
    folds = list(make_folds(MATRIX.values, Setting.POSITIVES, 5, seed=1))
    scored = sum((fold.scored & (MATRIX.values > 0)).astype(int) for fold in folds)
    assert (scored[MATRIX.values > 0] == 1).all()
    assert all(fold.scored[MATRIX.values == 0].all() for fold in folds)


def test_zeros_are_dealt_out_like_positives():
    shares = [MATRIX.values[fold.scored].sum() for fold in make_folds(MATRIX.values, Setting.WARM, 5, seed=2)]
    assert max(shares) - min(shares) <= 1


def test_too_many_folds_are_refused():
    with pytest.raises(InputError, match="folds of a matrix"):
        list(make_folds(MATRIX.values, Setting.WARM, COLUMNS + 1, seed=0))


@pytest.mark.parametrize("name", PREDICTOR_NAMES)
@pytest.mark.parametrize("setting", [Setting.WARM, Setting.NEW_ROWS, Setting.BOTH_NEW])
def test_predictors_read_no_hidden_value(name, setting):
    fold = next(iter(make_folds(MATRIX.values, setting, 4, seed=5)))
    turned = InteractionMatrix(
        MATRIX.name, MATRIX.rows, MATRIX.columns,
        np.where(fold.visible, MATRIX.values, 1 - MATRIX.values),
        MATRIX.row_similarities, MATRIX.column_similarities,
    )  # fmt: skip
    predictor = matrix_predictor(name)
    scores = predictor.scores(shown(MATRIX, fold, 0))
    assert scores.shape == MATRIX.values.shape
    assert np.isfinite(scores).all()
    np.testing.assert_array_equal(scores, predictor.scores(shown(turned, fold, 0)))


@pytest.mark.parametrize("name", [one for one in PREDICTOR_NAMES if one != "degree"])
def test_predictors_find_the_groups(name):
    fold = next(iter(make_folds(MATRIX.values, Setting.WARM, 4, seed=5)))
    scores = matrix_predictor(name).scores(shown(MATRIX, fold, 0))
    same = (np.arange(ROWS) % 2)[:, None] == (np.arange(COLUMNS) % 2)[None]
    assert np.median(scores[fold.scored & same]) > np.median(scores[fold.scored & ~same])


def test_an_unknown_predictor_is_named():
    with pytest.raises(NotFoundError, match="nrlmf"):
        matrix_predictor("svd")


def write_plain(folder: Path, matrix: InteractionMatrix) -> None:
    pairs = np.argwhere(matrix.values > 0)
    lines = [f"{matrix.rows[row]}\t{matrix.columns[column]}" for row, column in pairs]
    (folder / INTERACTIONS).write_text("\n".join(lines) + "\n")
    for prefix, names, tables in (
        ("row", matrix.rows, matrix.row_similarities), ("column", matrix.columns, matrix.column_similarities),
    ):  # fmt: skip
        rows = ["\t".join(["", *names])]
        rows += ["\t".join([name, *map(repr, map(float, row))]) for name, row in zip(names, tables[0], strict=True)]
        (folder / f"{prefix}_similarity.tsv").write_text("\n".join(rows) + "\n")


def test_a_folder_of_one_s_own_is_read_back(tmp_path):
    write_plain(tmp_path, MATRIX)
    read = read_interactions(tmp_path)
    np.testing.assert_array_equal(read.values, MATRIX.values)
    np.testing.assert_allclose(read.row_similarities[0], MATRIX.row_similarities[0])


def test_a_pair_without_similarity_is_named(tmp_path):
    write_plain(tmp_path, MATRIX)
    with (tmp_path / INTERACTIONS).open("a") as file:
        file.write("r0\tunheard\n")
    with pytest.raises(SourceError, match="unheard"):
        read_interactions(tmp_path)


def test_a_cell_that_is_no_number_is_placed(tmp_path):
    write_plain(tmp_path, MATRIX)
    path = tmp_path / "row_similarity.tsv"
    path.write_text(path.read_text().replace("1.0", "one", 1))
    with pytest.raises(SourceError, match="line 2"):
        read_interactions(tmp_path)


def test_numbers_that_are_not_finite_are_placed(tmp_path):
    """With their file, row, column and count."""
    write_plain(tmp_path, MATRIX)
    path = tmp_path / "column_similarity.tsv"
    lines = path.read_text().splitlines()
    for line, column in ((2, 4), (3, 1)):
        cells = lines[line].split("\t")
        cells[column] = "nan"
        lines[line] = "\t".join(cells)
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(SourceError, match=r"column_similarity\.tsv: 2 of 289 .* row 'c1', column 'c3': nan"):
        read_interactions(tmp_path)


def test_what_is_no_matrix_is_told(tmp_path):
    with pytest.raises(SourceError, match="no interaction matrix"):
        read_interactions(tmp_path)


def test_similarities_that_are_not_finite_are_refused():
    bad = MATRIX.row_similarities[0].copy()
    bad[0, 1] = np.nan
    with pytest.raises(InputError, match="1 similarities are not finite, the first that of r0 and r1"):
        InteractionMatrix.make("bad", (MATRIX.rows, MATRIX.columns), MATRIX.values, ((bad,), ()))


def test_tanimoto_is_symmetric_and_one_with_itself():
    features = (np.random.default_rng(0).random((7, 11)) < 0.4).astype(float)
    similarity = tanimoto(features)
    np.testing.assert_allclose(similarity, similarity.T)
    assert (np.diag(similarity) == 1).all()


def test_evaluation_gives_all_systems_the_same_folds(tmp_path):
    write_plain(tmp_path, MATRIX)
    options = MatrixOptions(Setting.WARM, 5, 1, ("degree", "neighbours", "kronecker"), 0)
    rows = {(one.system, one.metric): one for one in evaluate_matrix(tmp_path, options).rows}
    assert rows["kronecker", "aupr"].value > rows["degree", "aupr"].value
    assert 0 <= rows["kronecker", "aupr_p_against_degree"].value <= 1
    assert rows["folds", "empty_folds"].value == 0


def test_only_the_first_folds_are_measured_when_asked(tmp_path):
    write_plain(tmp_path, MATRIX)
    figures = evaluate_matrix(tmp_path, MatrixOptions(Setting.WARM, 5, 2, ("degree", "neighbours"), 0, first=2))
    rows = {(one.system, one.metric): one for one in figures.rows}
    assert rows["neighbours", "aupr"].n == 4
    assert "the first 2" in figures.split
    gain = rows["neighbours", "aupr"].value - rows["degree", "aupr"].value
    assert rows["neighbours", "aupr_gain_over_degree"].value == pytest.approx(gain)


@pytest.mark.parametrize("setting", list(Setting))
def test_the_stacked_model_beats_degree_where_groups_decide(setting):
    fold = next(iter(make_folds(MATRIX.values, setting, 4, seed=5)))
    truth = MATRIX.values[fold.scored]
    told = {name: matrix_predictor(name).scores(shown(MATRIX, fold, 0))[fold.scored] for name in ("degree", "stacked")}
    assert average_precision_score(truth, told["stacked"]) > average_precision_score(truth, told["degree"])


@pytest.mark.skipif(not CORPORA, reason="set MEDKG_CORPORA to the folder with yamanishi/")
def test_yamanishi_has_its_published_counts():
    matrix = read_interactions(Path(CORPORA) / "yamanishi" / "folds" / "nuclear_receptor")
    assert matrix.values.shape == (54, 26)
    assert matrix.values.sum() == 90


@pytest.mark.skipif(not CORPORA, reason="set MEDKG_CORPORA to the folder with drug-disease/")
@pytest.mark.parametrize(("name", "shape", "known"), [("Fdataset.mat", (593, 313), 1933), ("lrssl", (763, 681), 3051)])
def test_drug_disease_sets_have_their_published_counts(name, shape, known):
    matrix = read_interactions(Path(CORPORA) / "drug-disease" / name)
    assert matrix.values.shape == shape
    assert matrix.values.sum() == known
