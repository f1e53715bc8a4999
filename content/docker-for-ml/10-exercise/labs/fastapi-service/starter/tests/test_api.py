import pytest
from fastapi.testclient import TestClient

from app import main

WINE = {"alcohol": 13.7, "flavanoids": 2.9, "color_intensity": 5.6, "proline": 1060}


@pytest.fixture
def client():
    with TestClient(main.app) as client:
        yield client


def test_health(client):
    assert client.get("/health").json() == {"status": "ok"}


def test_a_wine_with_much_proline_is_of_the_first_cultivar(client):
    answer = client.post("/predict", json=WINE).json()
    assert answer["cultivar"] == 0
    assert sum(answer["probabilities"]) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("change", [{"alcohol": "strong"}, {"proline": -1}, {"price": 9}])
def test_nonsense_is_refused(client, change):
    assert client.post("/predict", json={**WINE, **change}).status_code == 422


def test_each_prediction_is_counted(client):
    def count():
        line = next(line for line in client.get("/metrics").text.splitlines() if line.startswith("predictions_total"))
        return float(line.split()[1])

    before = count()
    client.post("/predict", json=WINE)
    assert count() == before + 1


def test_without_a_model_it_says_so(monkeypatch):
    monkeypatch.setenv("MODEL_PATH", "/nowhere/wine.joblib")
    monkeypatch.setattr(main, "model", None)
    with TestClient(main.app) as client:
        assert client.get("/health").status_code == 503
        assert client.post("/predict", json=WINE).status_code == 503
