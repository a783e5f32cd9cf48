"""Why a file cannot or must not be read: the rest of a Vietnamese sentence that begins with its name."""

BROKEN = "hỏng hoặc tải về chưa hết; mở thử bằng Word hoặc Excel, lưu lại rồi nhập"
LOCKED = "đặt mật khẩu; bỏ mật khẩu, lưu lại rồi nhập"
MAIL = "là thư điện tử; lưu tệp đính kèm ra rồi nhập tệp ấy"
ENTITIES = "khai báo thực thể XML lạ nên không được mở; xin lại tệp từ nơi gửi"


class UnreadableError(Exception):
    """A file that cannot be read; the message follows “Tệp “…”” and has no full stop."""
