"""The process that reads strangers' files: question on standard input, answer on standard output, limits on both."""

import resource
import sys

import msgspec

from plugins.onestop.signing.checking import MEMORY_BYTES, SECONDS, Question, check_pdf


def main() -> None:
    """Answer one question and end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    question = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Question)
    checked = check_pdf(question.content, question.roots, question.at)
    sys.stdout.buffer.write(msgspec.msgpack.encode(checked))


if __name__ == "__main__":
    main()
