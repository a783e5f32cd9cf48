# Everything runs in .venv, installed from hash-locked files whenever those change.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
OUTPUT ?= site
TODAY ?= $(shell date +%F)
BASE ?= HEAD^1
SUMMARY := $${GITHUB_STEP_SUMMARY:-/dev/stdout}

.DEFAULT_GOAL := help
.PHONY: help site site-github check serve test fuzz lint coverage check-github summary compare digest code-changed \
        links zensical schema screenshots bench bench-scale bench-search lock clean

help: ## các lệnh có sẵn
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

site: $(VENV)/site.stamp ## kiểm tra dữ liệu rồi dựng trang vào site/
	$(RUN) build.py --output $(OUTPUT) $(ARGS)

site-github: $(VENV)/site.stamp ## như site, và viết thời gian từng bước vào phần tóm tắt
	@mkdir -p .cache; $(RUN) build.py --output $(OUTPUT) --timings $(ARGS) > .cache/build.log; status=$$?; \
	cat .cache/build.log; { printf '<details><summary>Thời gian dựng trang</summary>\n\n'; \
	grep '^|' .cache/build.log; printf '\n</details>\n'; } >> "$(SUMMARY)"; exit $$status

check: $(VENV)/site.stamp ## chỉ kiểm tra dữ liệu
	$(RUN) build.py check $(ARGS)

serve: $(VENV)/site.stamp ## xem trang tại máy, tự dựng lại khi sửa
	$(RUN) build.py serve $(ARGS)

test: lint ## chạy mọi kiểm thử (cài Chromium nếu chưa có)
	$(RUN) -m tests.chromium
	$(RUN) -m pytest $(ARGS)

fuzz: $(VENV)/test.stamp ## thử mười phút với những dữ liệu, tệp, câu hỏi ngẫu nhiên, mỗi lần một khác
	HYPOTHESIS_PROFILE=nightly $(RUN) -m pytest -m hypothesis $(ARGS)

lint: $(VENV)/test.stamp ## xem mã có đúng khuôn, đúng kiểu không
	$(RUN) -m ruff check --quiet
	$(RUN) -m ruff format --check --quiet
	$(RUN) -m mypy

coverage: $(VENV)/test.stamp ## chạy mọi kiểm thử và đo phần mã đã chạy qua
	$(RUN) -m tests.chromium
	$(RUN) -m coverage run -m pytest $(ARGS)
	$(RUN) -m coverage combine -q && $(RUN) -m coverage report

# The data of BASE; where there is none, everything is new.
.PHONY: base
base:
	@rm -rf .cache/base && mkdir -p .cache/base
	@git archive $(BASE) data content | tar -x -C .cache/base || true

check-github: $(VENV)/site.stamp base ## kiểm tra: lỗi và cảnh báo mới so với BASE, ghi chú lên pull request và viết vào phần tóm tắt
	@{ printf '### Kiểm tra dữ liệu\n\n~~~~text\n'; $(RUN) build.py check --base .cache/base 2>&1 | head -c 900000; printf '~~~~\n'; } >> "$(SUMMARY)"
	@$(RUN) build.py check --base .cache/base --format github

summary: $(VENV)/site.stamp base ## dữ liệu khác gì so với BASE (mặc định: commit trước)
	@$(RUN) build.py summary --base .cache/base >> "$(SUMMARY)"

compare: ## dựng hai lần, ở hai múi giờ, lần sau không nhờ .cache/, và so từng byte
	@$(MAKE) --no-print-directory site-github OUTPUT=site ARGS="--today $(TODAY) $(ARGS)"
	rm -rf .cache/made .cache/twin
	TZ=America/Lima LC_ALL=C PYTHONHASHSEED=1 $(RUN) build.py --output .cache/twin --today $(TODAY) $(ARGS)
	diff -r site .cache/twin

digest: ## SHA-256 của site/build.json, viết cho $GITHUB_OUTPUT
	@printf 'digest=sha256:%s\n' "$$(sha256sum site/build.json | cut -d ' ' -f 1)"

code-changed: ## phần mềm có đổi so với BASE không, viết cho $GITHUB_OUTPUT; BASE không rõ thì coi như có
	@git cat-file -e '$(BASE)^{commit}' 2>/dev/null && git diff --quiet '$(BASE)' -- . ':!data' ':!content' \
	&& echo code=false || echo code=true

links: $(VENV)/test.stamp ## thử các liên kết ra ngoài của trang đã dựng
	$(RUN) -m tests.outside_links site

zensical: $(VENV)/site.stamp .cache/zensical/stamp ## in bằng Zensical và so các khung với MkDocs
	$(RUN) -m tests.other_press .cache/zensical/bin/zensical

schema: $(VENV)/site.stamp ## viết lại data/schema/ sau khi sửa planbook/model/records.py
	$(RUN) build.py schema data/schema

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
lock: ## khóa lại các gói theo pyproject.toml (cần uv)
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) --group zensical -o requirements-zensical.txt

clean: ## xóa những gì các lệnh trên đã tạo ra
	rm -rf site .venv .cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Cần Python từ 3.11 trở lên" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/site.stamp: requirements.txt | $(VENV)/bin/python
	@echo "Cài các gói trong requirements.txt…"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements-dev.txt | $(VENV)/bin/python
	@echo "Cài các gói trong requirements-dev.txt…"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/site.stamp

.cache/zensical/stamp: requirements-zensical.txt
	$(PYTHON) -m venv .cache/zensical
	@.cache/zensical/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-zensical.txt
	@touch $@
