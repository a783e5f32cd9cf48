# Everything runs in .venv, installed from hash-locked files whenever those change.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PLANBOOK := $(RUN) build.py
READY := $(VENV)/site.stamp
# The program is compiled once, not at every start.
unexport PYTHONDONTWRITEBYTECODE
include planbook/site.mk
.PHONY: test fuzz lint coverage links zensical screenshots bench bench-scale bench-search lock

test: lint ## chạy mọi kiểm thử (cài Chromium nếu chưa có)
	$(RUN) -m tests.chromium
	$(RUN) -m pytest $(ARGS)

fuzz: $(VENV)/test.stamp ## thử mười phút với những dữ liệu, tệp, câu hỏi ngẫu nhiên, mỗi lần một khác
	HYPOTHESIS_PROFILE=nightly $(RUN) -m pytest -m hypothesis -o faulthandler_timeout=0 $(ARGS)

lint: $(VENV)/test.stamp ## xem mã có đúng khuôn, đúng kiểu không
	$(RUN) -m ruff check --quiet
	$(RUN) -m ruff format --check --quiet
	$(RUN) -m mypy

coverage: $(VENV)/test.stamp ## chạy mọi kiểm thử và đo phần mã đã chạy qua
	$(RUN) -m tests.chromium
	$(RUN) -m coverage run -m pytest $(ARGS)
	$(RUN) -m coverage combine -q && $(RUN) -m coverage report

links: $(VENV)/test.stamp ## thử các liên kết ra ngoài của trang đã dựng
	$(RUN) -m tests.outside_links site

zensical: $(VENV)/site.stamp .cache/zensical/stamp ## in bằng Zensical và so các khung với MkDocs
	$(RUN) -m tests.other_press .cache/zensical/bin/zensical

screenshots: $(VENV)/test.stamp ## dựng trang rồi chụp mỗi loại trang vào .cache/screenshots
	$(RUN) -m tests.chromium
	$(RUN) build.py --output $(OUTPUT)
	$(RUN) -m tests.browser.screenshots $(OUTPUT) .cache/screenshots $(ARGS)

bench: $(VENV)/site.stamp ## đo thời gian dựng cạnh các phần mềm khác, viết docs/benchmarks.md (lâu; cần mạng)
	$(RUN) -m benchmarks $(ARGS)

bench-scale: $(VENV)/site.stamp ## đo thời gian, bộ nhớ, dung lượng tới 100.000 nhiệm vụ, viết docs/scale.md (cần mạng)
	$(RUN) -m benchmarks.scale $(ARGS)

bench-search: $(VENV)/test.stamp ## dựng trang rồi đo tìm kiếm; so với phần mềm khác: ARGS=--peers
	$(RUN) -m tests.chromium
	$(RUN) build.py --output $(OUTPUT)
	$(RUN) -m benchmarks.search $(OUTPUT) $(ARGS)

LOCK = uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
       --no-emit-index-url --no-emit-find-links
lock: $(VENV)/uv.stamp ## khóa lại các gói theo pyproject.toml
	@$(LOCK) pyproject.toml -o requirements.txt \
	&& $(LOCK) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt \
	&& $(LOCK) --group zensical -o requirements-zensical.txt \
	&& $(LOCK) --group uv -o requirements-uv.txt

# uv, the machine's own or one in .venv, installs in a second or two what pip takes twenty for; where it cannot, pip does.
export PATH := $(PATH):$(CURDIR)/$(VENV)/uv/bin
INSTALL = install --quiet --require-hashes
PIP = $$(test -x $(VENV)/bin/pip && echo $(RUN) || echo $(PYTHON)) -m pip --disable-pip-version-check

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Cần Python từ 3.11 trở lên" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(shell $(PYTHON) -c 'import pip' 2> /dev/null && echo --without-pip) $(VENV)

$(VENV)/uv.stamp: requirements-uv.txt | $(VENV)/bin/python
	@rm -rf $(VENV)/uv
	@command -v uv > /dev/null || $(PIP) $(INSTALL) --no-compile --target $(VENV)/uv -r $< || true
	@touch $@

$(VENV)/%.stamp: | $(VENV)/uv.stamp
	@echo "Cài các gói trong $<…"
	@{ command -v uv > /dev/null && uv pip $(INSTALL) -r $< --python $(RUN); } \
	|| $(PIP) --python $(RUN) $(INSTALL) --no-compile -r $<
	@touch $@ $(VENV)/site.stamp

$(VENV)/site.stamp: requirements.txt
$(VENV)/test.stamp: requirements-dev.txt

.cache/zensical/stamp: requirements-zensical.txt
	$(PYTHON) -m venv .cache/zensical
	@.cache/zensical/bin/pip $(INSTALL) --no-compile --disable-pip-version-check -r $<
	@touch $@
