# What every office does with its site, whether the software is a checkout or installed.
# Before this is included: PLANBOOK is the program, READY the file that stands once its packages are there.
OUTPUT ?= site
TODAY ?= $(shell date +%F)
BASE ?= HEAD^1
SUMMARY := $${GITHUB_STEP_SUMMARY:-/dev/stdout}

.DEFAULT_GOAL := help
.PHONY: help site site-github check serve base check-github summary compare digest code-changed schema clean

help: ## các lệnh có sẵn
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

site: $(READY) ## kiểm tra dữ liệu rồi dựng trang vào site/
	$(PLANBOOK) --output $(OUTPUT) $(ARGS)

site-github: $(READY) ## như site, và viết thời gian từng bước vào phần tóm tắt
	@mkdir -p .cache; $(PLANBOOK) --output $(OUTPUT) --timings $(ARGS) > .cache/build.log; status=$$?; \
	cat .cache/build.log; { printf '<details><summary>Thời gian dựng trang</summary>\n\n'; \
	grep '^|' .cache/build.log; printf '\n</details>\n'; } >> "$(SUMMARY)"; exit $$status

check: $(READY) ## chỉ kiểm tra dữ liệu
	$(PLANBOOK) check $(ARGS)

serve: $(READY) ## xem trang tại máy, tự dựng lại khi sửa
	$(PLANBOOK) serve $(ARGS)

# The data of BASE; where there is none, everything is new.
base:
	@rm -rf .cache/base && mkdir -p .cache/base
	@git archive $(BASE) data content mkdocs.yml | tar -x -C .cache/base || true

check-github: $(READY) base ## kiểm tra: lỗi và cảnh báo mới so với BASE, ghi chú lên pull request và viết vào phần tóm tắt
	@{ printf '### Kiểm tra dữ liệu\n\n~~~~text\n'; $(PLANBOOK) check --base .cache/base 2>&1 | head -c 900000; printf '~~~~\n'; } >> "$(SUMMARY)"
	@$(PLANBOOK) check --base .cache/base --format github

summary: $(READY) base ## dữ liệu khác gì so với BASE (mặc định: commit trước)
	@$(PLANBOOK) summary --base .cache/base >> "$(SUMMARY)"

compare: ## dựng hai lần, ở hai múi giờ, lần sau không nhờ .cache/, và so từng byte
	@$(MAKE) --no-print-directory site-github OUTPUT=site ARGS="--today $(TODAY) $(ARGS)"
	rm -rf .cache/made .cache/templates .cache/twin
	TZ=America/Lima LC_ALL=C PYTHONHASHSEED=1 PYTHONDONTWRITEBYTECODE=1 $(PLANBOOK) --output .cache/twin --today $(TODAY) $(ARGS)
	diff -r site .cache/twin

digest: ## SHA-256 của site/build.json, viết cho $GITHUB_OUTPUT
	@printf 'digest=sha256:%s\n' "$$(sha256sum site/build.json | cut -d ' ' -f 1)"

code-changed: ## phần mềm có đổi so với BASE không, viết cho $GITHUB_OUTPUT; BASE không rõ thì coi như có
	@git cat-file -e '$(BASE)^{commit}' 2>/dev/null && git diff --quiet '$(BASE)' -- . ':!data' ':!content' \
	&& echo code=false || echo code=true

schema: $(READY) ## viết lại data/schema/ sau khi đổi phần mềm, để trình soạn thảo gợi ý khi gõ
	$(PLANBOOK) schema data/schema

clean: ## xóa những gì các lệnh trên đã tạo ra
	rm -rf site .venv .cache
