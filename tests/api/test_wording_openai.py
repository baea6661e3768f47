"""The OpenAI-compatible client against a real HTTP server in a thread."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from api.wording.openai import Endpoint, OpenAIModel
from api.wording.protocol import Completion
from kg.errors import InputError, StoreAuthenticationError, StoreError, StoreUnavailableError


def completion(text):
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return 200, json.dumps({"id": "c1", "object": "chat.completion", "choices": [choice]})


@contextmanager
def serving(*answers, pause=0.0):
    """A server that gives ``answers`` (status, body) in turn, the last one for ever, and keeps what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, dict(self.headers), body))
            time.sleep(pause)
            status, text = answers[min(len(asked), len(answers)) - 1]
            data = text.encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except ConnectionError:  # the client went away, as the timeout test wants
                pass

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def client(url, **settings):
    model = OpenAIModel(Endpoint(url, "tiny", **{"pause": 0.01, "key_variable": "NO_SUCH_VARIABLE_HERE"} | settings))
    try:
        yield model
    finally:
        model.close()


def test_what_is_asked_and_what_comes_back():
    with serving(completion(" Aspirin treats pain [1]. \n")) as (url, asked), client(url, key="secret") as model:
        assert model.complete("the facts", "the rules", Completion(max_tokens=7, seed=3)) == "Aspirin treats pain [1]."
    (path, headers, body) = asked[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret"
    assert body["messages"] == [{"role": "system", "content": "the rules"}, {"role": "user", "content": "the facts"}]
    assert (body["model"], body["max_tokens"], body["temperature"], body["seed"]) == ("tiny", 7, 0.0, 3)
    assert "secret" not in model.name


def test_the_key_comes_from_the_variable_that_the_user_names(monkeypatch):
    monkeypatch.setenv("MY_HOSPITAL_KEY", "from-variable")
    with serving(completion("x")) as (url, asked):
        with client(url, key_variable="MY_HOSPITAL_KEY") as model:
            model.complete("facts")
        with client(url) as model:
            model.complete("facts")
    assert asked[0][1]["Authorization"] == "Bearer from-variable"
    assert "Authorization" not in asked[1][1]


def test_a_passing_failure_is_tried_again():
    with serving((503, "busy"), (429, "slow down"), completion("done")) as (url, asked), client(url) as model:
        assert model.complete("facts") == "done"
    assert len(asked) == 3


def test_a_lasting_failure_says_so():
    refused = pytest.raises(StoreUnavailableError, match=r"500.*2 times")
    with serving((500, "boom")) as (url, asked), client(url, tries=2) as model, refused:
        model.complete("facts")
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (401, StoreAuthenticationError, "refused the key"),
        (403, StoreAuthenticationError, "refused the key"),
        (404, InputError, "no model 'tiny'"),
        (400, InputError, "too long"),
    ],
)
def test_refusals_are_not_tried_again(status, error, words):
    refused = pytest.raises(error, match=words)
    with serving((status, "context is too long")) as (url, asked), client(url) as model, refused:
        model.complete("facts")
    assert len(asked) == 1


@pytest.mark.parametrize(
    "body", ["", "<html>welcome</html>", "{}", '{"choices": []}', '{"choices": [{"text": "old"}]}', "[1, 2]"]
)
def test_an_answer_of_another_shape(body):
    with serving((200, body)) as (url, _), client(url) as model, pytest.raises(StoreError, match="no chat completion"):
        model.complete("facts")


def test_an_answer_without_content_is_empty():
    with serving(completion(None)) as (url, _), client(url) as model:
        assert model.complete("facts") == ""


def test_time_out():
    late = pytest.raises(StoreUnavailableError, match=r"no answer within 0\.05 s")
    with serving(completion("late"), pause=0.5) as (url, _), client(url, seconds=0.05, tries=1) as model, late:
        model.complete("facts")


def test_nobody_listens():
    with serving(completion("x")) as (url, _):
        pass
    with client(url, tries=1) as model, pytest.raises(StoreUnavailableError, match="cannot be reached"):
        model.complete("facts")


@pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://host/v1", "http://", "http://[::1"])
def test_no_address(url):
    with pytest.raises(InputError, match="no address"):
        OpenAIModel(Endpoint(url, "tiny"))
