#!/bin/sh
# Đưa một trang đã dựng lên máy chủ: chép vào một thư mục mới, rồi đổi một liên kết trong một bước.
#
#   deploy/publish.sh site may-chu:/srv/plans          qua ssh
#   deploy/publish.sh site /srv/plans                  ngay trên máy này
#
# Trang cũ còn nguyên cho tới bước cuối; lỗi ở bước nào cũng không đụng tới nó. Quay lại bản trước:
#   deploy/publish.sh --back may-chu:/srv/plans
set -eu

NAME=${NAME:-ke-hoach} # tên thư mục dưới gốc tên miền, như trong site_url và nginx.conf
KEEP=5                 # giữ lại mấy bản

on_server() { # chạy một đoạn lệnh tại thư mục đích
    case $target in
    *:*) ssh -- "${target%%:*}" "cd '${target#*:}' && $1" ;;
    *) (cd "$target" && sh -c "$1") ;;
    esac
}

swap() { # trỏ `current` sang một bản, trong một lần đổi tên
    on_server "ln -sfn 'releases/$1' current.new && mv -T current.new current"
}

fail() {
    echo "$1" >&2
    exit 1
}

[ $# -eq 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
site=$1
target=${2%/}

if [ "$site" = --back ]; then
    now=$(basename "$(on_server 'readlink current')")
    before=$(on_server 'ls releases' | sort | awk -v now="$now" '!/part$/ && $0 < now' | tail -n 1)
    [ -n "$before" ] || fail "Không còn bản nào trước bản đang chạy."
    swap "$before"
    echo "Đã quay lại bản $before"
    exit
fi

[ -f "$site/build.json" ] || fail "$site không phải một trang đã dựng; chạy make site trước."

release=$(date -u +%Y%m%dT%H%M%SZ)
on_server "mkdir -p 'releases/$release.part'"
# So bằng nội dung, không bằng giờ: tệp không đổi thì dùng chung với bản trước và giữ nguyên ETag.
rsync -rc --chmod=D755,F644 --link-dest="../../../current/$NAME" \
    "$site/" "$target/releases/$release.part/$NAME/"
on_server "mv 'releases/$release.part' 'releases/$release'"
swap "$release"
on_server "rm -rf releases/*.part; ls -d releases/* | sort | head -n -$KEEP | xargs -r rm -rf"
echo "Đã đưa lên bản $release"
