# Everything runs in .venv, installed from hash-locked files whenever those change.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
OUTPUT ?= site

.DEFAULT_GOAL := help
.PHONY: help site check serve test lint lock clean bench bench-search screenshots

help: ## các lệnh có sẵn
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

site: $(VENV)/site.stamp ## kiểm tra dữ liệu rồi dựng trang vào site/
	$(RUN) build.py --output $(OUTPUT) $(ARGS)

check: $(VENV)/site.stamp ## chỉ kiểm tra dữ liệu
	$(RUN) build.py check $(ARGS)

serve: $(VENV)/site.stamp ## xem trang tại máy, tự dựng lại khi sửa
	$(RUN) build.py serve $(ARGS)

test: $(VENV)/test.stamp ## chạy mọi kiểm thử (cài Chromium nếu chưa có)
	$(RUN) -m tests.chromium
	$(RUN) -m pytest $(ARGS)

lock: ## khóa lại các gói theo requirements*.in (cần uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links requirements.in -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links requirements-dev.in -c requirements.txt -o requirements-dev.txt

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
